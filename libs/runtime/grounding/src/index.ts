export { type Figure, type FigureKind } from './figures/figure.ts';
export { readFigures } from './figures/read-figures.ts';
export { type Gate, openGate, openPassage, type Shown } from './gate.ts';
export { Grounds, type GroundsOptions } from './grounds.ts';
export { correctionRequest, honestText, isCorrectionRequest } from './honest-text.ts';
export { instructs } from './instructs.ts';
export { sentencesOf } from './sentences.ts';
export { unsupported } from './unsupported.ts';
