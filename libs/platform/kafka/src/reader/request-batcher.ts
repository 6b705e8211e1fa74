import type { Clock } from '@turnfleet/core';

/** Answers the questions of `lingerMs` together: all get what `ask` says to all of them, or its failure. */
export function requestBatcher<Question, Answer>(
  clock: Clock,
  lingerMs: number,
  ask: (questions: readonly Question[]) => Promise<Answer>,
): (question: Question) => Promise<Answer> {
  let gathered: { readonly questions: Question[]; readonly answer: PromiseWithResolvers<Answer> } | undefined;
  return (question) => {
    if (gathered) gathered.questions.push(question);
    else {
      const now = { questions: [question], answer: Promise.withResolvers<Answer>() };
      gathered = now;
      clock.setTimer(lingerMs, () => {
        gathered = undefined;
        ask(now.questions).then(now.answer.resolve, now.answer.reject);
      });
    }
    return gathered.answer.promise;
  };
}
