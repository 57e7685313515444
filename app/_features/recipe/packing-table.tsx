import type { PackingEstimate } from '#lib/core/estimate/estimate-job';
import { money } from '#lib/core/estimate/money';
import { figure } from '#lib/core/measures';
import { tokenWords } from './estimate-words.ts';

interface PackingTableProps {
  packings: PackingEstimate[];
  chosen: number;
  onChoose: (rowsPerRequest: number) => void;
}

/** What different numbers of rows per request come to; each can be chosen. */
export function PackingTable({ packings, chosen, onChoose }: PackingTableProps) {
  const isPriced = packings.some(({ price }) => price !== null);
  const columns = [...(isPriced ? ['In batches', 'Without discount'] : []), 'Requests', 'Tokens in', 'Tokens out'];
  return (
    <section
      // A box that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="Price by rows per request"
      className="max-w-4xl overflow-x-auto rounded-md border"
    >
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">Rows in each request</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="num">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {packings.map((packing) => (
            <PackingLine key={packing.rowsPerRequest} packing={packing} isChosen={packing.rowsPerRequest === chosen} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface PackingLineProps {
  packing: PackingEstimate;
  isChosen: boolean;
  onChoose: (rowsPerRequest: number) => void;
}

function PackingLine({ packing, isChosen, onChoose }: PackingLineProps) {
  const { rowsPerRequest, requests, inputTokens, outputTokens, price, warnings } = packing;
  const isTooLarge = warnings.some(({ kind, isCertain }) => isCertain && kind !== 'output-limit');
  return (
    <tr className={isChosen ? 'bg-accent-soft' : undefined}>
      <th scope="row" className="font-normal whitespace-nowrap">
        <button
          type="button"
          aria-pressed={isChosen}
          aria-label={`Put ${figure(rowsPerRequest)} in each request`}
          onClick={() => onChoose(rowsPerRequest)}
          className={isChosen ? 'font-semibold' : 'link'}
        >
          {figure(rowsPerRequest)}
        </button>
        {isChosen && <span className="text-muted"> as chosen</span>}
        {isTooLarge && <span className="text-muted"> fewer, as so many do not fit</span>}
      </th>
      {price && <td className="num">{money(price.batch)}</td>}
      {price && <td className="num">{money(price.standard)}</td>}
      <td className="num">{figure(requests)}</td>
      <td className="num">{tokenWords(inputTokens)}</td>
      <td className="num">{tokenWords(outputTokens)}</td>
    </tr>
  );
}
