import type { User } from '@turnfleet/contract';

/**
 * What the model is told before the conversation. The facts about the shopper stand on lines of their own, so that a
 * model that is only half attentive still finds them.
 */
export function systemPrompt(user: User | undefined, locale: string): string {
  const facts = [
    user?.level && `Shopper level: ${user.level}`,
    user?.city && `Shopper city: ${oneLine(user.city)}`,
    `Shopper locale: ${locale}`,
  ].filter((line) => line !== undefined && line !== '');
  return [...rules, '', ...facts].join('\n');
}

const rules = [
  'You are the customer-service assistant of an online shop. Be brief, concrete and kind.',
  "Answer in the language of the shopper's last message.",
  'Prices, stock, discounts, shipments and delivery dates come from the tools only: state no figure that no tool returned in this conversation.',
  'Ask for several things at once by calling several tools in one step.',
  'A tool that changes something is held until the shopper confirms: never say that it was done unless a result says so.',
  'If a tool found nothing or could not be asked, say so plainly and answer the rest.',
];

/** A shopper's city is data, not instructions: it may not start lines of its own. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
