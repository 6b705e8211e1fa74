import { systemClock } from '@turnfleet/core';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { afterEvent, type PageEvent, type PageTurn } from './after-event.ts';
import { Composer } from './composer.tsx';
import {
  type ClientDeps,
  type Connection,
  newConversation,
  newId,
  sendTurn,
  stopTurn,
  watchConversation,
} from './ingress-calls.ts';
import { keepKey, keptKey, SignIn, signInNeeded } from './sign-in.tsx';
import { type Language, languageFor, texts } from './texts.ts';
import { Choices, TurnView } from './turn-view.tsx';

const simulated = document.querySelector<HTMLMetaElement>('meta[name=turnfleet-model]')?.content === 'simulated';
const tools = { clock: systemClock, random: Math.random };

/** Kept in the address, so that a reload goes on with it and a link leads to it. */
function conversationInAddress(): string {
  const id = decodeURIComponent(location.hash.slice(1)) || newConversation();
  history.replaceState(null, '', `#${encodeURIComponent(id)}`);
  return id;
}

function Page() {
  const [conversationId, setConversationId] = useState(conversationInAddress);
  const [language, setLanguage] = useState<Language>(() => languageFor(navigator.languages));
  useEffect(() => {
    const onHashChange = (): void => setConversationId(conversationInAddress());
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${texts[language].title} · Turnfleet`;
  }, [language]);
  const [key, setKey] = useState(() => (signInNeeded ? keptKey() : null));
  const [refused, setRefused] = useState(false);
  const enter = (given: string | null): void => {
    keepKey(given);
    setRefused(false);
    setKey(given);
  };
  const parts = useMemo<ClientDeps>(() => {
    const turnAway = (): void => {
      // Late news of a key that was there before.
      if (keptKey() !== key) return;
      enter(null);
      setRefused(true);
    };
    return { ...tools, key, refused: turnAway };
  }, [key]);
  const t = texts[language];
  return (
    <>
      <header>
        <h1>
          <img src="/icon.svg" alt="" width="28" height="28" /> {t.title}
        </h1>
        <button type="button" onClick={() => (location.hash = newConversation())}>
          {t.newConversation}
        </button>
        <button
          type="button"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {t.otherLanguage}
        </button>
        {key !== null && (
          <button type="button" onClick={() => enter(null)}>
            {t.signOut}
          </button>
        )}
      </header>
      {signInNeeded && key === null ? (
        <SignIn t={t} refused={refused} enter={enter} />
      ) : (
        <Conversation key={conversationId} parts={parts} conversationId={conversationId} language={language} />
      )}
    </>
  );
}

interface ConversationProps {
  readonly parts: ClientDeps;
  readonly conversationId: string;
  readonly language: Language;
}

function Conversation({ parts, conversationId, language }: ConversationProps) {
  const t = texts[language];
  const [turns, tell] = useReducer<readonly PageTurn[], PageEvent>(afterEvent, []);
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => watchConversation(parts, conversationId, tell, setConnection), [conversationId]);
  useStickToBottom(turns);
  const sending = useRef(Promise.resolve());
  const send = async (turnId: string, text: string): Promise<void> => {
    tell({ type: 'sent', turnId, text });
    // One after another, so that they arrive in the order in which they were written, also after an outage.
    sending.current = sending.current.then(async () => tell(await sendTurn(parts, conversationId, turnId, text)));
    await sending.current;
  };
  useEffect(() => {
    for (const { turnId, text, phase } of turns) if (phase === 'forgotten') void send(turnId, text);
  }, [turns]);
  const ask = (text: string): void => void send(newId('turn'), text);
  const resend = ({ turnId, text }: PageTurn): void => void send(turnId, text);
  const stop = ({ turnId }: PageTurn): void => {
    tell({ type: 'stopping', turnId });
    void stopTurn(parts, conversationId, turnId);
  };
  return (
    <>
      <main>
        {simulated && <p class="notice">{t.simulated}</p>}
        {turns.length === 0 && (
          <section class="welcome">
            <h2>{t.greeting}</h2>
            <p>{t.hint}</p>
            <Choices label={t.suggestions} choices={t.examples} choose={ask} />
          </section>
        )}
        <div role="log" aria-live="polite">
          <ol class="turns">
            {turns.map((turn, i) => (
              <TurnView
                key={turn.turnId}
                turn={turn}
                t={t}
                isLast={i === turns.length - 1}
                ask={ask}
                resend={resend}
                stop={stop}
              />
            ))}
          </ol>
        </div>
      </main>
      <footer>
        <p class={`connection ${connection}`} role="status">
          {t[connection]}
        </p>
        <Composer t={t} send={ask} />
      </footer>
    </>
  );
}

const nearMargin = 120;

/** Keeps the newest in sight, unless the reader has scrolled away from it. */
function useStickToBottom(turns: readonly PageTurn[]): void {
  const [isNear, setNear] = useState(true);
  useEffect(() => {
    const onScroll = (): void => setNear(innerHeight + scrollY > document.body.scrollHeight - nearMargin);
    addEventListener('scroll', onScroll, { passive: true });
    return () => removeEventListener('scroll', onScroll);
  }, []);
  useLayoutEffect(() => {
    if (isNear) scrollTo(0, document.body.scrollHeight);
  }, [turns]);
}

const root = document.querySelector('#app');
if (root) render(<Page />, root);
