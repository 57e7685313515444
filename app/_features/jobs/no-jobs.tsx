import { SampleButtons } from './sample-buttons.tsx';

/** The first thing a new person sees. */
export function NoJobs() {
  return (
    <section className="mx-auto max-w-3xl py-6 sm:py-12">
      <h2 className="text-2xl font-semibold tracking-tight text-balance">From a table of texts to a table of facts</h2>
      <div className="mt-3 max-w-[60ch] space-y-1 text-lg text-muted">
        <p>Drop a table, say what to take out of each text, and look at the first request before anything is sent.</p>
        <p>The rows go to a model as batches, at half the usual price; answers come within a day.</p>
        <p>Every row of your table is accounted for, and all of it stays in this browser.</p>
      </div>
      <h3 className="mt-8 mb-2 text-base font-semibold">Try it on the sandbox: no key, no cost, under a minute</h3>
      <SampleButtons />
    </section>
  );
}
