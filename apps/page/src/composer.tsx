import { useEffect, useRef, useState } from 'preact/hooks';
import type { Texts } from './texts.ts';

const maxCharacters = 8_000;

export function Composer({ t, send }: { t: Texts; send: (text: string) => void }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const over = [...text].length - maxCharacters;
  const isSendable = text.trim() !== '' && over <= 0;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!isSendable) return;
    send(text.trim());
    setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method is composing, Enter chooses a character.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  };
  return (
    <form class="composer" onSubmit={submit}>
      <label class="unseen" for="message">
        {t.message}
      </label>
      <textarea
        id="message"
        ref={field}
        rows={Math.min(6, text.split('\n').length)}
        value={text}
        placeholder={t.placeholder}
        enterkeyhint="send"
        aria-describedby={over > 0 ? 'too-long' : undefined}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" disabled={!isSendable}>
        {t.send}
      </button>
      {over > 0 && (
        <p id="too-long" role="alert">
          {t.tooLong(over)}
        </p>
      )}
    </form>
  );
}
