/** Technical data as shops of one language name it: results hold it in English. */
const names: Readonly<Record<string, string>> = {
  airline: '登机携带',
  area: '适用面积',
  battery: '电池',
  bluetooth: '蓝牙',
  case: '保护壳',
  colour: '颜色',
  connection: '连接方式',
  display: '屏幕',
  dock: '基站',
  film: '胶片',
  filter: '滤网',
  flash: '闪光灯',
  gps: '定位',
  heating: '加热方式',
  kit: '套装',
  memory: '内存',
  microphone: '麦克风',
  network: '网络',
  noise: '噪音',
  pen: '手写笔',
  ports: '接口',
  power: '功率',
  protection: '防护等级',
  protocol: '快充协议',
  resolution: '像素',
  screen: '屏幕',
  sensor: '传感器',
  sensors: '传感器',
  speakers: '扬声器',
  storage: '存储',
  suction: '吸力',
  switches: '轴体',
  timer: '预约',
  type: '类型',
  video: '视频',
};

const values: Readonly<Record<string, string>> = {
  allowed: '允许',
  black: '黑色',
  blue: '蓝色',
  body: '单机身',
  'built in': '内置',
  detachable: '可拆卸',
  'dual band': '双频',
  'full frame': '全画幅',
  gold: '金色',
  green: '绿色',
  grey: '灰色',
  'heart rate, SpO2': '心率、血氧',
  'in-ear': '入耳式',
  included: '附赠',
  induction: '电磁加热',
  instant: '拍立得',
  linear: '线性',
  navy: '深蓝色',
  'open-ear': '开放式',
  'over-ear': '头戴式',
  'self-emptying': '自动集尘',
  silver: '银色',
  supported: '支持',
  white: '白色',
};

/** `battery`, `10 days` → `电池 10天`. What the tables do not hold stays as it is. */
export function specInChinese(name: string, value: string): string {
  const said =
    values[value] ??
    value
      .replace(/ days\b/, '天')
      .replace(/(\d) h\b/, '$1小时')
      .replace(/ inch\b/, '英寸')
      .replace(' and ', '、')
      .replaceAll(', ', '、');
  return `${names[name] ?? name} ${said}`;
}
