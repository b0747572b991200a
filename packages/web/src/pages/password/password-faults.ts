/** As the server has it, told before anything is typed. */
export const shortestPassword = 12;

export interface PasswordEntry {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

export type PasswordFaults = Partial<Record<keyof PasswordEntry, string>>;

/** What can be told without the server; how hard a password is to guess only the server knows. */
export function passwordFaults({ current, next, again }: PasswordEntry): PasswordFaults {
  const length = Array.from(next).length;
  return {
    ...(current === '' ? { current: 'Enter the password you have now.' } : {}),
    ...(length < shortestPassword
      ? { next: `Use at least ${shortestPassword} characters; these are ${length}.` }
      : {}),
    ...(next === again ? {} : { again: 'This is not the same as above.' }),
  };
}
