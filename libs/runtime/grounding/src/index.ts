export { type Figure, type FigureKind } from './figures/figure.ts';
export { readFigures } from './figures/read-figures.ts';
export { type Gate, openGate, openPassage } from './gate.ts';
export { Grounds } from './grounds.ts';
export { correctionRequest, honestText, isCorrectionRequest } from './honest-text.ts';
export { instructs } from './instructs.ts';
export { unsupported } from './unsupported.ts';
