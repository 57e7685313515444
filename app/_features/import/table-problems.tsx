'use client';
import type { TableProblem } from '#lib/core/dataset';
import { plural } from '#lib/core/measures';
import { Callout } from '../../_ui/callout.tsx';
import { exampleRows } from './import-words.ts';

function whereWords({ rows, examples, line }: TableProblem): string {
  const words = [exampleRows(rows, examples), line === undefined ? '' : `line ${line} of the file`].filter(Boolean);
  return words.join(', ');
}

/** What is wrong with the file itself; none of it keeps the table from being used. */
export function TableProblems({ problems }: { problems: TableProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <Callout tone="warn" what={`Look at ${plural(problems.length, 'thing')} in this file before you go on`}>
      <ul className="list-disc space-y-1 pl-4">
        {problems.map((problem) => {
          const where = whereWords(problem);
          return (
            <li key={problem.code}>
              <span dir="auto">{problem.message}</span>
              {where && <span className="text-muted"> ({where})</span>}
            </li>
          );
        })}
      </ul>
    </Callout>
  );
}
