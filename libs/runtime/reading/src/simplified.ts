/** Traditional characters that shoppers' messages are made of, each before its simplified one; names of places among them. */
const pairs =
  '這这個个單单訂订貨货買买賣卖錢钱退退換换還还運运寄寄遞递發发票票開开對对嗎吗麼么們们來来時时間间問问說说話话請请謝谢麻麻煩烦' +
  '幫帮給给應应該该為为會会後后裡里裏里從从過过邊边現现電电腦脑機机號号碼码點点兩两幾几萬万歲岁顏颜藍蓝綠绿紅红黃黄銀银' +
  '質质壞坏爛烂裝装殼壳鍵键盤盘錶表錯错誤误補补賠赔償偿投投訴诉經经理理員员務务專专屬属區区縣县鄉乡鎮镇莊庄樓楼層层' +
  '廣广東东門门灣湾漢汉慶庆齊齐濟济寧宁蘇苏無无錫锡廈厦貴贵陽阳蘭兰長长瀋沈達达連连鄭郑龍龙馬马車车倉仓庫库' +
  '預预約约留留稅税額额擡抬頭头業业務务實实與与讓让認认確确定定沒没關关係系題题當当歡欢樂乐氣气聽听見见視视觀观覺觉' +
  '學学習习寫写記记設设備备體体驗验購购費费價价優优滿满減减續续線线網网頁页圖图書书筆笔轉转髮发準准' +
  '處处辦办撤撤銷销變变動动態态進进遠远近近選选擇择別别樣样種种類类總总數数量量雙双隻只張张條条輕轻' +
  '壓压響响聲声畫画產产護护環环極极雲云瀾澜嶽岳淨净壽寿親亲愛爱媽妈爺爷孫孙歸归勞劳駕驾熱热髒脏舊旧';

const table = new Map(Array.from(pairs.matchAll(/(.)(.)/gu), ([, from = '', to = '']) => [from, to] as const));
const traditional = new RegExp(`[${[...table.keys()].join('')}]`, 'gu');

/** A text in simplified characters, of the same length. */
export const simplified = (text: string): string => text.replace(traditional, (one) => table.get(one) ?? one);
