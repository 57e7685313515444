/** Rows becoming cells. The words beside it name it. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <g className="fill-on-accent">
        <rect x="6" y="8" width="20" height="3.4" rx="1.7" opacity=".55" />
        <rect x="6" y="14.3" width="9" height="3.4" rx="1.7" />
        <rect x="17" y="14.3" width="9" height="3.4" rx="1.7" />
        <rect x="6" y="20.6" width="5" height="3.4" rx="1.7" />
        <rect x="13.5" y="20.6" width="5" height="3.4" rx="1.7" />
        <rect x="21" y="20.6" width="5" height="3.4" rx="1.7" />
      </g>
    </svg>
  );
}
