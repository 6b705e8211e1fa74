import { type CatalogueCategory, catalogueLines, type ProductLine, type Variant } from './catalogue-lines.ts';
import { pick } from './pick.ts';

interface DemoText {
  readonly zh: string;
  readonly en: string;
}

interface DemoProduct {
  readonly sku: string;
  readonly name: DemoText;
  readonly category: string;
  readonly description: DemoText;
  /** Fen, hundredths of a yuan. */
  readonly priceFen: number;
  readonly specs: Readonly<Record<string, string>>;
}

/** The categories of the demo shop with the names shoppers use. */
export const demoCategories = catalogueLines.map(({ id, zh, en }) => ({ id, zh, en }));

/** The phone every example asks about. */
const flagship: DemoProduct = {
  sku: 'SKU-2024-888',
  name: { zh: '星澜 X1 Ultra 典藏版 手机 1 TB', en: 'Xinglan X1 Ultra Collector Edition Phone 1 TB' },
  category: 'phones',
  description: {
    zh: '年度旗舰智能手机：一英寸主摄，潜望长焦，钛金属机身。',
    en: 'Smartphone of the year: one-inch main camera, periscope telephoto lens, titanium body.',
  },
  priceFen: 699_900,
  specs: { network: '5G', display: '120 Hz', battery: '5500 mAh', storage: '1 TB' },
};

/** Every product of the demo shop: 27 in each of eight categories and the flagship, always the same. */
export const demoProducts: readonly DemoProduct[] = [...catalogueLines.flatMap(productsOf), flagship];

function productsOf(category: CatalogueCategory, position: number): DemoProduct[] {
  const all = category.lines.flatMap((line) =>
    line.models.flatMap((_, model) => category.variants.map((variant) => ({ line, model, variant }))),
  );
  return all.map(({ line, model, variant }, i) => {
    const sku = `SKU-2024-${(position + 1) * 100 + i + 1}`;
    return { sku, ...describe(category, line, model, variant), priceFen: priceOf(sku, line, model, variant) };
  });
}

function describe(category: CatalogueCategory, line: ProductLine, model: number, variant: Variant) {
  const [name, value] = variant.spec;
  // Lines such as "robot vacuum" say what they are; the others need the category.
  const kind = line.zh.includes(' ') ? { zh: '', en: '' } : { zh: ` ${category.zh}`, en: ` ${category.en}` };
  return {
    name: {
      zh: `${line.zh} ${line.models[model]}${kind.zh} ${variant.zh}`,
      en: `${line.en} ${line.models[model]}${kind.en} ${variant.en}`,
    },
    category: category.id,
    description: { zh: `${line.descriptionZh}。`, en: `${line.descriptionEn}.` },
    specs: { ...line.specs, [name]: value },
  };
}

/** Each model up costs a quarter more; prices end in 9 yuan, some in 9.90. */
function priceOf(sku: string, line: ProductLine, model: number, variant: Variant): number {
  const yuan = (line.basePrice * (100 + 25 * model) * (100 + variant.extra)) / 10_000;
  const endingInNine = Math.round(yuan / 10) * 10 - 1;
  return endingInNine * 100 + (pick(`${sku}/fen`, 4) === 0 ? 90 : 0);
}
