// Runs before the first paint, so a stored choice never flashes in the other theme.
(() => {
  var stored = localStorage.getItem('wbpm.color-scheme');
  var dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
