'use client';
import { alreadyCovered, answerFormatText } from '#lib/core/answer-format';
import { withQuestion } from '#lib/core/new-job';
import type { Question } from '#lib/core/recipe';
import { Button } from '../../_ui/button.tsx';
import { AgainIcon } from '../../_ui/icons.ts';
import { Switch } from '../../_ui/switch.tsx';
import { TextArea } from '../../_ui/text-area.tsx';
import type { DraftProps } from './draft-props.ts';

const ON = 'Added after your instructions, so that every answer names its row. Made from the schema and the columns; it may be edited.';
const OFF =
  'Off: your instructions go out alone. Answers can only be joined to rows if the instructions ask for JSON with all_results and input_id.';
const OFF_COVERED = 'Off: your instructions already ask for JSON with all_results and input_id.';

/** Lines the text takes in a field of common width, within bounds. */
function rowsFor(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 62)), 0);
  return Math.min(18, Math.max(6, lines));
}

/** The block after the instructions: on or off, as made or as edited. */
export function AnswerFormat({ question, edit }: { question: Question; edit: DraftProps['edit'] }) {
  const { answerFormat, instructions } = question;
  const isCovered = alreadyCovered(instructions);
  const set = (change: Partial<Question['answerFormat']>) =>
    edit((draft) => withQuestion(draft, { answerFormat: { ...draft.recipe.question.answerFormat, ...change } }));
  const text = answerFormat.text ?? answerFormatText(question);
  return (
    <div className="space-y-2">
      <Switch
        label={<span className="text-sm font-medium">Answer format</span>}
        checked={answerFormat.on}
        onChange={(on) => set({ on })}
        hint={answerFormat.on ? ON : isCovered ? OFF_COVERED : OFF}
      />
      {answerFormat.on && isCovered && (
        <p className="text-sm text-muted">
          Your instructions already ask for JSON with all_results and input_id: this block can be switched off.
        </p>
      )}
      {answerFormat.on && (
        <div className="space-y-2">
          <TextArea
            label="Answer format text"
            hideLabel
            mono
            rows={rowsFor(text)}
            className="[&_textarea]:bg-sunken"
            value={text}
            onChange={(text) => set({ text })}
          />
          {answerFormat.text !== null && (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Button size="sm" icon={AgainIcon} onClick={() => set({ text: null })}>
                Reset answer format
              </Button>
              <span className="text-sm text-muted">Edited: it no longer follows the schema and the columns.</span>
            </div>
          )}
        </div>
      )}
    </div>
  );
}
