import { Fragment, type ReactNode } from 'react';
import { explainRow, ROW_STATE_WORDS } from '#lib/core/row-words';
import { ROW_STATES } from '#lib/core/row-state';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Section } from '../../_ui/section.tsx';
import { TERMS } from './help-terms.ts';

const STEPS: { title: string; text: ReactNode }[] = [
  {
    title: 'Table',
    text: 'Choose a CSV or TSV file. It is read in this browser and kept here. Say which column is the id and which hold the texts.',
  },
  {
    title: 'What to extract',
    text: 'Write instructions as you would to a careful assistant, and give a schema: the fields you want for each row. The model is held to it.',
  },
  {
    title: 'Model and packing',
    text: 'Several rows travel in one request, several thousand requests in one batch. Fewer rows in a request cost a little more and are mixed up less.',
  },
  {
    title: 'Check',
    text: 'See how many rows, requests and batches there will be, and the first request character for character. Prepare job writes the files; nothing is sent yet.',
  },
  {
    title: 'Submit',
    text: 'Asks you once: to whom, how many texts. The provider works on the batches for up to 24 hours, at about half the usual price.',
  },
  {
    title: 'Results',
    text: 'Answers are collected when a batch ends and joined to your rows. Rows without a valid answer can be sent again, as a new round.',
  },
];

function Steps() {
  return (
    <ol className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
      {STEPS.map((step, at) => (
        <li key={step.title} className="flex gap-3">
          <span
            aria-hidden="true"
            className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent"
          >
            {at + 1}
          </span>
          <div>
            <h3 className="font-semibold">{step.title}</h3>
            <p className="text-muted">{step.text}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

function RowStates() {
  return (
    <div className="-mx-4 -mb-4 overflow-x-auto sm:-mx-5">
      <table className="data-table to-edges" aria-label="Row states">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">What happened</th>
            <th scope="col" className="max-sm:hidden">
              What can be done
            </th>
          </tr>
        </thead>
        <tbody>
          {ROW_STATES.map((state) => {
            const explained = explainRow(state);
            return (
              <tr key={state}>
                <th scope="row">
                  <span className="flex items-baseline gap-2">
                    <StateDot state={state} />
                    <span className="max-sm:whitespace-normal">{ROW_STATE_WORDS[state]}</span>
                  </span>
                </th>
                <td>
                  {explained ? `${explained.what} ${explained.meaning}` : 'The row has a valid answer.'}
                  {explained && <span className="mt-1 block text-muted sm:hidden">{explained.todo}</span>}
                </td>
                <td className="text-muted max-sm:hidden">{explained?.todo ?? 'Nothing.'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** A name in code type that may break after its underscores. */
function Code({ text }: { text: string }) {
  return (
    <code className="font-mono text-xs">
      {text.split(/(?<=_)/).map((piece, at) => (
        <Fragment key={at}>
          {piece}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}

function Vocabulary() {
  return (
    <div className="-mx-4 -mb-4 overflow-x-auto sm:-mx-5">
      <table className="data-table to-edges" aria-label="Words of the Python original beside ours">
        <thead>
          <tr>
            <th scope="col">In Python</th>
            <th scope="col">Here</th>
            <th scope="col" className="max-sm:hidden">
              Good to know
            </th>
          </tr>
        </thead>
        <tbody>
          {TERMS.map((term) => (
            <tr key={term.theirs}>
              <td>
                <Code text={term.theirs} />
              </td>
              <td>
                <span className="font-medium">{term.ours}</span>
                <span className="mt-0.5 block text-muted sm:hidden">{term.note}</span>
              </td>
              <td className="text-muted max-sm:hidden">{term.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Prose({ children }: { children: ReactNode }) {
  return <div className="max-w-[75ch] space-y-2">{children}</div>;
}

/** How it all works, on one page. */
export function HelpScreen() {
  return (
    <div className="mx-auto max-w-5xl">
      <PageHeader title="Help" meta="How it works, on one page." />
      <div className="space-y-5">
        <Section title="From a table to facts">
          <Steps />
        </Section>
        <Section title="Where your data goes">
          <Prose>
            <p>
              Your table, the requests, the answers and every note about them are kept in this browser, on this computer. There is no
              database behind this page, and nobody else sees them here.
            </p>
            <p>
              When you submit, the chosen texts go through the server that serves this page to the provider named in the question you were
              asked. The server adds its key and passes everything on; it reads no texts and stores none.
            </p>
            <p>
              The provider keeps uploaded files and results for a time of its own, often 30 days, and its terms for batches may differ from
              those for single requests. Do not submit texts you may not pass on. The sandbox passes nothing on.
            </p>
          </Prose>
        </Section>
        <Section title="Keeping your work">
          <Prose>
            <p>
              A browser can lose what it keeps: when its data is cleared, when the disk runs full, and in Safari after seven days without a
              visit. Private windows forget everything when they close. A job marked “Only in this browser” exists nowhere else.
            </p>
            <p>
              <strong>Download bundle</strong> on a job’s page saves all of it as one zip: table, recipe, requests, answers, results and the
              state of every row. Save one when the answers are in.
            </p>
            <p>
              The tab may be closed while the provider works: the batches go on there. Open Rowmill again, in the same browser, and the
              answers are collected.
            </p>
          </Prose>
        </Section>
        <Section title="What became of each row">
          <p className="max-w-[75ch]">
            Every row of your table is in exactly one of these states, and the counts always add up to the table. Nothing is dropped in
            silence.
          </p>
          <RowStates />
        </Section>
        <Section title="If you know the Python original">
          <p className="max-w-[75ch]">The same steps under other names; the job directory is the same.</p>
          <Vocabulary />
        </Section>
      </div>
    </div>
  );
}
