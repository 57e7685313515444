'use client';
import { fullPrompt } from '#lib/core/answer-format';
import { withQuestion } from '#lib/core/new-job';
import { CodeBlock } from '../../_ui/code-block.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { Section } from '../../_ui/section.tsx';
import { TextArea } from '../../_ui/text-area.tsx';
import { AnswerFormat } from './answer-format.tsx';
import type { DraftProps } from './draft-props.ts';
import { SchemaEditor } from './schema-editor.tsx';

const EXAMPLE = `For example:
From each review extract the overall sentiment, the product it is about, and the price if one is named.`;

/** Step 2: what the model is asked, and what an answer looks like. */
export function QuestionSection({ draft, edit, errorOf }: DraftProps) {
  const { question } = draft.recipe;
  return (
    <Section number={2} title="What to extract" id="question">
      <div className="grid gap-x-8 gap-y-5 xl:grid-cols-2">
        <div className="min-w-0 space-y-5">
          <div data-field="instructions">
            <TextArea
              label="Instructions"
              rows={10}
              value={question.instructions}
              onChange={(instructions) => edit((draft) => withQuestion(draft, { instructions }))}
              placeholder={EXAMPLE}
              hint="Say in your own words what to find in each text, and what to do where a text does not say."
              error={errorOf('instructions')}
            />
          </div>
          <AnswerFormat question={question} edit={edit} />
        </div>
        <SchemaEditor draft={draft} edit={edit} errorOf={errorOf} />
      </div>
      <Disclosure summary="The full text that will be sent">
        <p className="mb-2 text-sm text-muted">It goes out with every request, before the rows.</p>
        <CodeBlock label="Full text" hideLabel wrap text={fullPrompt(question)} />
      </Disclosure>
    </Section>
  );
}
