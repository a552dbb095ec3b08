import { memo, type ReactElement } from 'react';
import { markAnswer, type Answer, type MarkedCharacter } from './mark-answer.ts';

interface AnswerTableProps {
  readonly answers: readonly Answer[];
}

/** Test questions with the answers that are right and that were given; a wrong character is bold, underlined and told in words. */
export const AnswerTable = memo(function AnswerTable({ answers }: AnswerTableProps): ReactElement {
  return (
    <div className="table-scroll" role="region" aria-label="Answers to test questions" tabIndex={0}>
      <table className="answers" aria-label="Answers to test questions">
        <thead>
          <tr>
            <th scope="col">question</th>
            <th scope="col">right answer</th>
            <th scope="col">given answer</th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          {answers.map((answer, index) => {
            const { characters, verdict, isRight } = markAnswer(answer);
            return (
              <tr key={index}>
                <th scope="row">{answer.prompt}</th>
                <td>{answer.expected}</td>
                <td>
                  {characters.map((character, place) => (
                    <Character key={place} {...character} />
                  ))}
                </td>
                <td className={isRight ? 'answer-verdict' : 'answer-verdict answer-fault'}>
                  <span aria-hidden="true">{isRight ? '✓' : '✗'}</span> {verdict}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
});

function Character({ text, isRight }: MarkedCharacter): ReactElement {
  return isRight ? <span>{text}</span> : <strong className="answer-wrong">{text}</strong>;
}
