/** @file Texts of our own for the tests. */

export const PROSE = `清晨，小镇的图书馆刚刚开门，管理员王建国把昨天归还的书一本一本放回书架。
窗外的桂花开了，香气飘进阅览室，几个学生安静地坐在窗边读书。图书馆虽然不大，书却很多，
从古典小说到计算机科学，应有尽有。王建国在图书馆工作了三十年，他说：“书是安静的朋友。”
下午，镇上的小学老师带着孩子们来图书馆上阅读课。孩子们喜欢听故事，老师就给他们读神话和寓言。
傍晚时分，图书馆的灯亮了，远远望去，像一盏温暖的灯笼。`;

/** A text of at least so many UTF-16 code units. */
export const longText = (units) => PROSE.repeat(Math.ceil(units / PROSE.length));

/** Texts in which an offset easily goes wrong, with what makes each hard. */
export const HARD_TEXTS = {
  "empty": "",
  "white space alone": " \t\r\n\u3000",
  "prose": PROSE,
  "emoji": "我😀爱😀北京😀",
  "emoji joined by ZWJ": "一家👨‍👩‍👧‍👦在👩🏽‍🚀太空🏳️‍🌈站",
  "CJK Extension B": "𠮷野家的𠮷字，𪚥𪚥",
  "combining marks": "cafe\u0301 in Pa\u0302te\u0301 北京e\u0301",
  "a lone high surrogate": "北京\ud842大学",
  "a lone low surrogate": "北京\udfb7大学",
  "surrogates in the wrong order": "\udfb7\ud842北京\udfb7\ud842",
  "a lone surrogate at each end": "\udc00北京大学\ud800",
  "a high surrogate before a pair": "\ud83d\ud83d\ude00北京",
  "carriage return and line feed": "北京\r\n大学\r\n\r\n清华\n\r大学",
  "a byte order mark inside": "\ufeff北京\ufeff大学",
  "NUL and controls": "北\u0000京\u0001大学\u001b",
  "bidirectional controls": "\u202e北京\u202c大学\u2066学\u2069",
  "line and paragraph separators": "北京\u2028大学\u2029学生",
  "scripts that jieba takes apart": "Привет, カタカナ 한국어 ｆｕｌｌ １２３ 2月23日 don't",
};
