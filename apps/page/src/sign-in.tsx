import { useState } from 'preact/hooks';
import type { Texts } from './texts.ts';

/** Whether the ingress asks everybody who they are. */
export const signInNeeded =
  typeof document !== 'undefined' &&
  document.querySelector<HTMLMetaElement>('meta[name=turnfleet-sign-in]')?.content === 'needed';

const place = 'turnfleet-key';

/** Kept for this tab, as long as it is open. */
export const keptKey = (): string | null => sessionStorage.getItem(place);

export function keepKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, key);
}

export function SignIn({ t, refused, enter }: { t: Texts; refused: boolean; enter: (key: string) => void }) {
  const [key, setKey] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (key.trim() !== '') enter(key.trim());
  };
  return (
    <main>
      <form class="sign-in" onSubmit={submit}>
        <h2>{t.signIn}</h2>
        <p>{t.signInHint}</p>
        {refused && <p role="alert">{t.keyRefused}</p>}
        <label for="key">{t.key}</label>
        <input
          id="key"
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={key}
          onInput={(event) => setKey(event.currentTarget.value)}
        />
        <button type="submit" disabled={key.trim() === ''}>
          {t.signIn}
        </button>
      </form>
    </main>
  );
}
