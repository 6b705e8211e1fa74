/** How texts speak to a model rather than of a thing. */
const orders =
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|above|prior|earlier|all|any|your|the|these|those)\b|\b(?:system|assistant|developer|user)\s?(?:prompt|message|instruction|note|:)|\b(?:instruction|note|message|order)s? (?:to|for) (?:the )?(?:ai|assistant|model|bot|llm|chatbot)|\byou (?:must|are now|should|will|have to) (?:now )?(?:say|tell|reply|answer|respond|output|print|call|act|obey|follow|reveal|write|state|be)|\b(?:say|tell (?:the )?(?:user|shopper|customer|them)|reply|respond|answer|output|print|repeat|state|write)\b.{0,30}(?:["“'：:]|\bthat\b|\bexactly\b|\bonly\b)|<\/?(?:system|instructions?|assistant|user|tool)\b|\[\/?(?:INST|SYSTEM)\]|<\|[a-z_]+\|>|\b(?:AI|assistant|model|bot|chatbot)s?\b[,:].{0,60}|\bact as\b|\bpretend\b|\bjailbreak\b|\bdeveloper mode\b|\bcall (?:the )?(?:tool|function)\b/is;
const ordersInChinese =
  /(?:忽略|无视|忘记|忘掉|不要理会|不用管|跳过|覆盖).{0,12}(?:之前|以上|上面|上述|前面|先前|所有|一切|任何|你的|系统|规则|指令|提示)|(?:系统|开发者|管理员)(?:提示|消息|指令|通知|说明|：|:)|(?:你|您)?(?:必须|务必|一定要|现在要|应当|需要|得)(?:立即|马上|用.{1,8})?(?:回答|回复|告诉|说|输出|调用|执行|声称|写|承诺)|请?(?:回答|回复|告诉|输出|复述|声称)(?:用户|顾客|客户|买家|他们|她|他)?.{0,6}[：:“"「]|(?:告诉|通知|答复)(?:用户|顾客|客户|买家)|(?:致|给|对)(?:AI|人工智能|模型|助手|机器人|客服)|(?:AI|人工智能|模型|助手|机器人)(?:助手)?[，,：:请]|你(?:现在)?(?:是|扮演|假装|变成)|(?:指令|命令|注意)[：:].{0,4}(?:回|说|告|调|输|请)|调用.{0,12}(?:工具|函数|接口)|改为回答|假装|扮演/s;

/** Whether a text of a result reads as an order to whoever reads it. What it says then supports nothing. */
export const instructs = (text: string): boolean =>
  text.length > 6 && (orders.test(text) || ordersInChinese.test(text));
