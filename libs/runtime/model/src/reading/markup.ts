/** A stretch of text that is not for the shopper, from `open` to `close`. */
export interface Markup {
  /** Lower case; the search takes no notice of case. */
  readonly open: string;
  /** `''`: the mark stands alone. Null: all that follows belongs to it. */
  readonly close: string | null;
  /** `thoughtEnd`: all before it was a thought that the endpoint began by itself. */
  readonly kind: 'thought' | 'thoughtEnd' | 'call' | 'mark';
}

const tagged = (kind: Markup['kind'], names: readonly string[]): Markup[] =>
  names.map((name) => ({ open: `<${name}>`, close: `</${name}>`, kind }));
const alone = (kind: Markup['kind'], opens: readonly string[]): Markup[] =>
  opens.map((open) => ({ open, close: '', kind }));

/**
 * How models mark thoughts and tool calls where their endpoint does not take them out: tags of Qwen, Hermes, DeepSeek
 * (DSML and before), Kimi, MiniMax, Mistral, Llama, gpt-oss. Of two that fit at one place the longer holds.
 */
export const markup: readonly Markup[] = [
  ...tagged('thought', ['think', 'thinking', 'thought', 'reasoning', 'seed:think']),
  { open: '<|channel|>analysis', close: '<|end|>', kind: 'thought' },
  ...tagged('call', ['tool_call', 'tool_calls', 'function_call', 'function_calls', 'minimax:tool_call']),
  ...tagged('call', ['｜dsml｜function_calls', '｜dsml｜tool_calls', '|dsml|function_calls', '|dsml|tool_calls']),
  { open: '<｜dsml｜', close: null, kind: 'call' },
  { open: '<|dsml|', close: null, kind: 'call' },
  { open: '<｜tool▁calls▁begin｜>', close: '<｜tool▁calls▁end｜>', kind: 'call' },
  { open: '<｜tool▁call▁begin｜>', close: '<｜tool▁call▁end｜>', kind: 'call' },
  { open: '<|tool_calls_section_begin|>', close: '<|tool_calls_section_end|>', kind: 'call' },
  { open: '<|tool_call_begin|>', close: '<|tool_call_end|>', kind: 'call' },
  { open: '<|channel|>commentary', close: '<|call|>', kind: 'call' },
  { open: '<|python_tag|>', close: null, kind: 'call' },
  { open: '[tool_calls]', close: null, kind: 'call' },
  { open: '<function=', close: '</function>', kind: 'call' },
  { open: '<invoke name=', close: '</invoke>', kind: 'call' },
  ...alone('thoughtEnd', ['</think>', '</thinking>', '</thought>', '</seed:think>']),
  ...alone('mark', ['</tool_call>', '<|im_end|>', '<|endoftext|>', '<|eot_id|>', '<|end|>']),
  ...alone('mark', ['<|start|>assistant', '<|channel|>final', '<|message|>', '<|return|>', '<｜end▁of▁sentence｜>']),
];
