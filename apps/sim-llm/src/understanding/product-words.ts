import { ceilingWords } from './amounts.ts';
import { withoutEntities } from './entities.ts';
import { normalize, without } from './normalize.ts';

/** Kinds of things a shop sells, so that "这款手机" or "the laptop" is known to be about a product. */
const productNouns =
  /智能手机|手机壳|手机|笔记本电脑|笔记本|平板电脑|平板|电脑|蓝牙耳机|耳机|音箱|音响|相机|摄像头|电视机|电视|智能手表|手表|手环|键盘|鼠标|显示器|路由器|充电宝|充电器|数据线|打印机|投影仪|冰箱|洗衣机|空调|扫地机器人|吸尘器|空气净化器|加湿器|咖啡机|电饭煲|微波炉|烤箱|吹风机|电动牙刷|剃须刀|运动鞋|跑鞋|鞋子|鞋|外套|羽绒服|T恤|衬衫|裤子|裙子|帽子|双肩包|背包|书包|行李箱|钱包|小说|图书|书籍|玩具|积木|拼图|面霜|口红|香水|防晒霜|洗发水|面膜|零食|坚果|茶叶|咖啡豆|咖啡|巧克力|牛奶|大米|台灯|椅子|桌子|沙发|床垫|枕头|被子|毛巾|锅|刀具|杯子|水杯|保温杯|帐篷|睡袋|瑜伽垫|哑铃|跑步机|自行车|篮球|足球|羽毛球拍|\b(?:smart ?)?phones?\b|\blaptops?\b|\bnotebooks?\b|\btablets?\b|\bcomputers?\b|\b(?:head|ear)phones?\b|\bearbuds?\b|\bspeakers?\b|\bcameras?\b|\btvs?\b|\btelevisions?\b|\b(?:smart ?)?watch(?:es)?\b|\bkeyboards?\b|\bmouse\b|\bmonitors?\b|\brouters?\b|\bpower ?banks?\b|\bchargers?\b|\bcables?\b|\bprinters?\b|\bprojectors?\b|\bfridges?\b|\brefrigerators?\b|\bwashing machines?\b|\bair conditioners?\b|\bvacuums?(?: cleaners?)?\b|\bcoffee (?:machines?|makers?)\b|\brice cookers?\b|\bmicrowaves?\b|\bovens?\b|\bhair ?dryers?\b|\btoothbrush(?:es)?\b|\bshavers?\b|\b(?:running )?shoes?\b|\bsneakers?\b|\bjackets?\b|\bcoats?\b|\bt-?shirts?\b|\bshirts?\b|\btrousers\b|\bjeans\b|\bdress(?:es)?\b|\bhats?\b|\bbackpacks?\b|\bsuitcases?\b|\bwallets?\b|\bnovels?\b|\bbooks?\b|\btoys?\b|\bpuzzles?\b|\bcreams?\b|\blipsticks?\b|\bperfumes?\b|\bshampoo\b|\bsnacks?\b|\bnuts\b|\btea\b|\bcoffee\b|\bchocolates?\b|\blamps?\b|\bchairs?\b|\bdesks?\b|\btables?\b|\bsofas?\b|\bmattress(?:es)?\b|\bpillows?\b|\btowels?\b|\bpans?\b|\bkni(?:fe|ves)\b|\bmugs?\b|\bbottles?\b|\btents?\b|\bsleeping bags?\b|\byoga mats?\b|\bdumbbells?\b|\btreadmills?\b|\bbicycles?\b|\bbikes?\b|\bbasketballs?\b|\bfootballs?\b/gi;

/** A name of a model: capitalised or with digits, e.g. "iPhone 15", "MateBook". */
const modelName =
  /\b(?:[a-z]{1,20}[A-Z][A-Za-z0-9]{0,20}|[A-Z][A-Za-z]{0,20}\d[A-Za-z0-9]{0,20}|[A-Z][a-z]{1,20}[A-Z][A-Za-z0-9]{0,20})\b(?: \d{1,4}\b)?(?: (?:Pro|Max|Plus|Ultra|Air|Mini)){0,3}/g;

const pointing =
  /这[款个台部件双本种]?|那[款个台部件双本种](?!里)|该(?:商品|产品|款)|它|\b(?:this|that|it|its|these|those|them|they)\b|\bthe (?:same|one)\b/i;

/** Words that are about the question, not about the thing. */
const fillers =
  /请问|请|您好|你好|麻烦|帮我|帮忙|我想|我要|我的|我|你们|您|咱们|推荐|想买|想要|要买|购买|买|有没有|有什么|有啥|有哪些|哪些|哪款|哪个|查一下|查查|查|搜索|搜|看看|找|一下|一[款个台部件双]|几[款个]|款|适合|性价比高?|便宜|好用|最好|好的|比较|多少钱|多少|价格|价钱|售价|元|块|预算|在|到|的|和|跟|与|还|能|可以|会|要|是|有|没|吗|呢|吧|啊|呀|了|么|谢谢|怎么样|怎么|什么时候|什么|时候|多久|几天|库存|现货|有货|货|优惠券|优惠|券|打折|折扣|送达|配送|送|用|拿|给|那|这|商品|产品|东西|以下|以内|之内|左右|不超过|低于|介绍|参数|规格|配置|详情|信息|个|城市|活动|促销|哪里|哪儿|地方|最|\b(?:city|cities|a|an|the|of|in|on|at|to|for|from|by|with|and|or|is|are|was|be|do|does|did|can|could|will|would|should|may|i'll|i'm|i'd|i|take|purchase|order|me|my|we|you|your|it|its|this|that|these|those|there|here|what|what's|which|when|where|who|how|much|many|long|soon|fast|any|some|good|best|better|nice|cheap|cheaper|cheapest|recommend\w*|suggest\w*|looking|look|find|search|show|want|need|like|buy|buying|get|have|has|got|sell|carry|price|prices|priced|cost|costs|stock|available|availability|inventory|left|deliver\w*|arrive\w*|ship\w*|discount\w*|coupon|code|voucher|promo|save|off|apply|use|using|please|thanks|thank|hello|hi|hey|about|tell|more|info\w*|details?|spec\w*|features?|under|below|less|than|up|within|max|maximum|budget|around|most|price|yuan|rmb|cny|dollars?|usd|product|products|skus?|item|items|something|anything|ones?|also|then|so|just|if|not|no|yes|ok|member|user|level|gold|silver|regular)\b|'s\b/gi;

/** True if the message points at something said before ("this one", "它"). */
export function pointsBack(message: string): boolean {
  return pointing.test(normalize(message));
}

/** The kind of thing or the model a message names, as search words; empty if it names none. */
export function productNamed(message: string): string {
  const words = without(withoutEntities(message), ceilingWords);
  const nouns = words.match(productNouns) ?? [];
  const models = words.match(modelName) ?? [];
  return [...new Set([...models, ...nouns].map((word) => word.trim()))].join(' ');
}

/** What fits into a search field; longer ones no shop takes. */
const longestSearch = 100;

/** What to search for: the thing named, else whatever words are left when the question is taken away. */
export function searchWords(message: string): string {
  const named = productNamed(message);
  if (named) return named.slice(0, longestSearch);
  const words = without(withoutEntities(message), ceilingWords, fillers);
  return words
    .replace(/[^\p{L}\p{N}+-]+/gu, ' ')
    .trim()
    .slice(0, longestSearch);
}
