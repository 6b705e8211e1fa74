export type RejectionReason =
  | 'unknown'
  | 'expired'
  | 'not_yet_valid'
  | 'below_minimum'
  | 'wrong_level'
  | 'not_combinable'
  | 'wrong_currency';
