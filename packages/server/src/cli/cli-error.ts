/** Something the user of the command line can put right. Shown in one line. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
