/** A token at a fork in the road. */
export function Logo() {
  return (
    <svg width="28" height="28" viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g stroke="var(--accent-contrast)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M11 16h4m0 0 4-5h3m-7 5 4 5h3" />
      </g>
      <circle cx="8" cy="16" r="3" fill="var(--accent-contrast)" />
      <circle cx="24" cy="11" r="2.5" fill="var(--accent-contrast)" />
      <circle cx="24" cy="21" r="2.5" fill="var(--accent-contrast)" fillOpacity="0.6" />
    </svg>
  );
}
