'use client';
import { DELIMITERS, ENCODINGS, type Dataset, type Delimiter, type Encoding } from '#lib/core/dataset';
import type { FormatChoice } from '#lib/core/import-outcome';
import { bytesWords, figure } from '#lib/core/measures';
import { Select } from '../../_ui/select.tsx';

const ENCODING_WORDS: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little endian',
  'utf-16be': 'UTF-16, big endian',
  'windows-1252': 'Windows-1252 (Western)',
};
const DELIMITER_WORDS: Record<Delimiter, string> = { ',': 'Comma ,', '\t': 'Tab', ';': 'Semicolon ;', '|': 'Bar |' };

/** What the table turned out to be; how it was read can be changed, which reads the file again. */
export function TableFacts({ table, onFormat }: { table: Dataset; onFormat: (choice: FormatChoice) => void }) {
  const { encoding, delimiter } = table.format;
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <dl className="flex min-w-0 flex-wrap gap-x-6 gap-y-2">
        <Fact name="File" value={table.name} />
        <Fact name="Rows" value={figure(table.rowCount)} />
        <Fact name="Columns" value={figure(table.columns.length)} />
        <Fact name="Size" value={bytesWords(table.bytes)} />
      </dl>
      <Select
        label="Encoding"
        value={encoding}
        options={ENCODINGS.map((value) => ({ value, label: ENCODING_WORDS[value] }))}
        onChange={(value) => onFormat({ encoding: value, delimiter })}
        className="w-48"
      />
      <Select
        label="Delimiter"
        value={delimiter}
        options={DELIMITERS.map((value) => ({ value, label: DELIMITER_WORDS[value] }))}
        onChange={(value) => onFormat({ encoding, delimiter: value })}
        className="w-36"
      />
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{name}</dt>
      <dd dir="auto" className="py-1 font-medium break-all">
        {value}
      </dd>
    </div>
  );
}
