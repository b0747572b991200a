const renamed = ['wbpm_task_completion_seconds', 'wbpm_api_requests_total', 'wbpm_api_duration_seconds'];

/** Repeats the metrics some dashboards know under a misspelled prefix. */
export function withLegacyNames(exposition: string): string {
  const legacy = exposition
    .split('\n\n')
    .filter((block) => renamed.some((name) => block.startsWith(`# HELP ${name} `)))
    .map((block) => block.replaceAll(/^(# (?:HELP|TYPE) )?wbpm_/gm, '$1wbmp_'));
  return legacy.length === 0 ? exposition : `${exposition.trimEnd()}\n\n${legacy.join('\n\n').trimEnd()}\n`;
}
