'use client';
import { PageFailure } from './_features/shell/page-failure.tsx';

/** Takes the place of a page that threw while it was shown. */
export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  return <PageFailure error={error} onAgain={reset} />;
}
