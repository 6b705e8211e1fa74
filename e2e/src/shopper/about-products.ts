import { alone, type Conversation } from './conversation.ts';

export const aboutProducts: readonly Conversation[] = [
  ...alone(
    ['推荐手机', 'search_products(手机)', ['为您找到', 'SKU-2024-801', '¥3,999']],
    ['有没有五百元以下的耳机？', 'search_products(耳机, 500)', ['SKU-2024-301', '¥399']],
    ['What headphones do you have under 500 yuan?', 'search_products(headphones, 500)', ['Tinglan Buds 2', '¥399']],
    ['recommend a laptop under 5000 yuan', 'search_products(laptop, 5000)', ['Laptop', '¥']],
    ['想买个平板，预算两千五', 'search_products(平板, 2500)', ['平板']],
    ['我想买个潜水艇', 'search_products(潜水艇)', ['没有找到']],
    ['do you sell submarines?', 'search_products(submarines)', ['no product']],
    ['有什么推荐的商品？', 'search_products()', ['为您找到']],
    ['What can you recommend?', 'search_products()', ['SKU-2024-101']],
    ['iPhone 15 有货吗', 'search_products(iPhone 15)', ['没有找到']],
    ['想要一台游戏本', 'search_products(游戏本)', ['极光']],
    ['手机', 'search_products(手机)', ['为您找到']],
    ['I need a fone', 'search_products(phone)', ['Phone']],
  ),
  [
    ['推荐手机', 'search_products(手机)', ['SKU-2024-801']],
    ['第二款多少钱？', 'get_product_info(SKU-2024-802)', ['¥4,399']],
    ['上海有货吗', 'check_inventory(SKU-2024-802, 上海)', ['SKU-2024-802']],
    ['那我要买2台', 'reserve_stock(SKU-2024-802, 上海, 2)', ['2 件 SKU-2024-802']],
    ['算了', '', []],
  ],
  [
    ['推荐一款2000元以下的手机', 'search_products(手机, 2000)', ['SKU-2024-819']],
    ['那个最便宜的多少钱', 'get_product_info(SKU-2024-819)', ['¥1,299.90']],
    ['太贵了', '', ['预算']],
    ['1000以下呢', 'search_products(手机, 1000)', ['没有找到']],
    ['有没有便宜点的耳机', 'search_products(耳机)', ['SKU-2024-301'], { never: /请告诉我/ }],
  ],
  [
    ["I'd like a rice cooker", 'search_products(rice cooker)', ['SKU-2024-619']],
    ['the cheapest one?', 'get_product_info(SKU-2024-619)', ['¥399']],
    ['is the second one available in Wuhan?', 'check_inventory(SKU-2024-620, Wuhan)', ['Wuhan']],
    ['ok I want three', 'reserve_stock(SKU-2024-620, Wuhan, 3)', ['Please confirm', '3 × SKU-2024-620']],
    ['yes please', 'reserve_stock(SKU-2024-620, Wuhan, 3)', ['Reserved', /[ap]m/]],
    ['when would it arrive?', 'estimate_delivery(SKU-2024-620, Wuhan)', ['Wuhan']],
  ],
  [
    ['请问你们有扫地机器人吗？', 'search_products(扫地机器人)', ['SKU-2024-601']],
    ['第一个能便宜点吗', 'get_product_info(SKU-2024-601) + calculate_discount(2499, regular)', ['没有可用的优惠']],
    ['我要两个', '', ['城市']],
    ['北京', 'reserve_stock(SKU-2024-601, 北京, 2)', ['2 件 SKU-2024-601']],
    ['好的', 'reserve_stock(SKU-2024-601, 北京, 2)', ['已为您预留', /月\d+日/]],
    ['什么时候能到', 'estimate_delivery(SKU-2024-601, 北京)', ['送到北京']],
  ],
  [
    ['show me headphones', 'search_products(headphones)', ['SKU-2024-301']],
    ['how much is the first one?', 'get_product_info(SKU-2024-301)', ['¥399']],
    ['under 300?', 'search_products(headphones, 300)', ['¥']],
  ],
];
