import { Fragment, type ReactNode } from 'react';

/** Names and values in two columns; one column where it is narrow. */
export function FactList({ facts }: { facts: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 sm:grid-cols-[max-content_minmax(0,1fr)] sm:items-baseline sm:gap-y-1.5">
      {facts.map((fact) => (
        <Fragment key={fact.name}>
          <dt className="text-sm text-muted">{fact.name}</dt>
          <dd className="mb-2 min-w-0 break-words sm:mb-0">{fact.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
