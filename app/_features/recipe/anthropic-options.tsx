'use client';
import { findModel } from '#lib/core/models/find-model';
import { figure } from '#lib/core/measures';
import { editToolName, toolNameProblem, toolNameText, withOptions } from '#lib/core/new-job';
import { optionsOf, type AnthropicOptions } from '#lib/core/recipe';
import { Select } from '../../_ui/select.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import { DraftNumber } from './draft-number.tsx';
import type { DraftProps } from './draft-props.ts';
import { NoTemperature } from './temperature-choice.tsx';

const FORMS: { value: AnthropicOptions['structuredOutput']; label: string }[] = [
  { value: 'auto', label: 'As the model takes it' },
  { value: 'forced_tool', label: 'Forced tool' },
  { value: 'output_format', label: 'Output format, enforced' },
  { value: 'free_text', label: 'Free text' },
];
const FORM_HINTS: Record<AnthropicOptions['structuredOutput'], string> = {
  auto: 'With a schema: a forced tool where the model takes one, else the output format. Without: free text.',
  forced_tool: 'The schema is the input of a tool the model has to use. Models that refuse this get the output format instead.',
  output_format: 'The provider holds every answer to the schema. Some rules of a schema it cannot hold; step 2 names them.',
  free_text: 'The schema is asked for in the instructions only. Answers are held against it when they come.',
};
const TIMES: { value: AnthropicOptions['cacheTtl']; label: string }[] = [
  { value: '5m', label: '5 minutes' },
  { value: '1h', label: '1 hour' },
];
const TIME_HINTS: Record<AnthropicOptions['cacheTtl'], string> = {
  '5m': 'Storing the instructions costs 1.25 times the price of input, each later reading a tenth of it or less.',
  '1h': 'Storing the instructions costs twice the price of input, each later reading a tenth of it or less. Worth it for large jobs, whose requests may run more than 5 minutes apart.',
};

function leastWords(model: string): string {
  const found = findModel('anthropic', model);
  return found?.cacheableTokens ? ` ${found.label} stores nothing shorter than ${figure(found.cacheableTokens)} tokens.` : '';
}

/** What only Anthropic's protocol has. */
export function AnthropicOptionsForm({ draft, edit, errorOf }: DraftProps) {
  const { question } = draft.recipe;
  const { structuredOutput, cacheTtl } = optionsOf(question, 'anthropic');
  const set = (change: Partial<AnthropicOptions>) => edit((draft) => withOptions(draft, change));
  return (
    <>
      <Select
        label="Structured output"
        value={structuredOutput}
        options={FORMS}
        onChange={(structuredOutput) => set({ structuredOutput })}
        hint={FORM_HINTS[structuredOutput]}
      />
      <div data-field="toolName">
        <TextInput
          label="Tool name"
          mono
          spellCheck={false}
          value={toolNameText(draft)}
          onChange={(text) => edit((draft) => editToolName(draft, text))}
          hint="Used where the schema goes out as a tool."
          error={toolNameProblem(draft) ?? errorOf('toolName')}
        />
      </div>
      <DraftNumber
        field="outputLimit"
        draft={draft}
        edit={edit}
        min={1}
        unit="tokens"
        hint="For each request, thinking included; Anthropic always wants one (max_tokens). Only what is written is paid for. Answers that reach it are cut off and their last rows lost."
      />
      <Select
        label="Keep instructions for"
        value={cacheTtl}
        options={TIMES}
        onChange={(cacheTtl) => set({ cacheTtl })}
        hint={TIME_HINTS[cacheTtl] + leastWords(question.model)}
      />
      <NoTemperature why="Anthropic no longer takes a temperature: a request with one is refused." />
    </>
  );
}
