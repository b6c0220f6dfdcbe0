/** @file Texts of our own in many encodings. */

import iconv from "iconv-lite";

/** Prose in traditional characters. */
export const TRADITIONAL = `清晨的小鎮還在霧裡，賣豆漿的老人已經推著車子出來了。他把爐火點起來，鍋裡的豆漿慢慢地滾，
香氣順著巷子飄到學校的圍牆邊。孩子們背著書包跑過來，一人買一杯，站在路邊喝完才進校門。
老人說，這條街從前有三家書店，後來一家變成了藥房，一家賣起了手機，只剩下轉角那一家還開著。
書店的主人姓陳，是個不愛說話的人，店裡總是放著很輕的音樂。每逢下雨，就有許多人進來避雨，
翻一翻架上的舊雜誌，臨走時往往會帶走一本。陳先生從不催促，也不計較誰只看不買。
「書是給人看的，」他說，「看過的人多了，書就有了溫度。」冬天來的時候，他在門口擺一張長凳，
凳子上放著兩個暖水瓶，過路的人可以自己倒水喝。鄰居們開玩笑，說他開的不是書店，是茶館。
今年春天，鎮上要修一條新路，書店正好在規劃的線上。消息傳出以後，大家都很著急，有人寫信，
有人打電話，還有幾個學生做了一本小冊子，把書店的故事一頁一頁畫下來。結果路改了道，書店留了下來。`;

/** Prose in Japanese and Korean. */
export const JAPANESE = "今日は天気がいいので、朝から公園へ散歩に行きました。池のそばで子どもたちが遊んでいて、犬も楽しそうに走っていました。";
export const KOREAN = "오늘은 날씨가 좋아서 아침부터 공원에 산책을 갔습니다. 연못 옆에서 아이들이 놀고 있었고 강아지도 즐겁게 뛰어다녔습니다.";
export const RUSSIAN = "Сегодня хорошая погода, и с утра мы пошли гулять в парк. У пруда играли дети, а собака весело бегала вокруг них.";

const MARK = "\ufeff";

/**
 * The bytes of a text. What the encoding does not have is no silent "?".
 * @param {string} text
 * @param {string} encoding As iconv-lite names it; "+" at the end asks for a byte order mark.
 * @returns {Buffer | undefined} Nothing where the encoding lacks a character.
 */
export function encode(text, encoding) {
  const plain = encoding.replace(/\+$/, "");
  const bytes = iconv.encode(plain === encoding ? text : MARK + text, plain);
  const back = iconv.decode(bytes, plain, { stripBOM: false });
  return back === (plain === encoding ? text : MARK + text) ? bytes : undefined;
}

/** The names by which `TextDecoder` knows what iconv-lite calls so. */
export const decoderName = (encoding) =>
  ({ utf8: "utf-8", utf16le: "utf-16le", utf16be: "utf-16be", gbk: "gb18030" })[encoding.replace(/\+$/, "")] ?? encoding.replace(/\+$/, "");

/** A generator of numbers from 0 up to, and without, 1: the same for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
