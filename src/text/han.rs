//! Which Han characters are common in official prose: tells right decodings from wrong ones.
//! Knows frequency only; knows no encoding.

/// Common characters of official texts in simplified script, with those that both scripts share.
const SIMPLIFIED: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破亚师围注远字材排供河态封另施减树溶怎止案言士均武固叶鱼波视仅费紧爱左章早朝害续轻服试食充兵源判护司足某练差致板田降黑犯负击范继兴似余坚曲输修故城夫够送笔船占右财吃富春职觉汉画功巴跟虽杂飞检吸助升阳互初创抗考投坏策古径换未跑留钢曾端责站简述钱副尽帝射草冲承独令限阿宣环双请超微让控州良轴找否纪益依优顶础载倒房突坐粉敌略客袁冷胜绝析块剂测丝协诉念陈仍罗盐友洋错苦夜刑移频逐靠混母短皮终聚村云哪既距卫停烈央察烧迅境若印洲刻括激孔搞甚室待核校散侵吧甲游久菜味旧模湖货损预阻毫普稳乙妈植息扩银语挥酒守拿序纸医缺雨吗针刘啊急唱误训愿审附获茶鲜粮斤孩脱硫肥善龙演父渐血欢械掌歌沙刚攻谓盾讨晚粒乱燃矛乎杀药宁鲁贵钟煤读班伯香介迫句丰培握兰担弦蛋沉假穿执答乐谁顺烟缩征脸喜松脚困异免背星福买染井概慢怕磁倍祖皇促静补评翻肉践尼衣宽扬棉希伤操垂秋宜氢套督振架亮末宪庆编牛触映雷销诗座居抓裂胞呼娘景威绿晶厚盟衡鸡孙延危胶屋乡临陆顾掉呀灯岁措束耐剧玉赵跳哥季课凯胡额款绍卷齐伟蒸殖永宗苗川炉岩弱零杨奏沿露杆探滑镇饭浓航怀赶库夺伊灵税途灭赛归召鼓播盘裁险康唯录菌纯借糖盖横符私努堂域枪润幅哈竟熟虫泽脑壤碳欧遍侧寨敢彻虑斜薄庭纳弹饲伸折麦湿暗荷瓦塞床筑恶户访塔奇透梁刀旋迹卡氯遇份毒泥退洗摆灰彩卖耗夏择忙铜献硬予繁圈雪函亦抽篇阵阴丁尺追堆雄迎泛爸楼避谋吨野猪旗累偏典馆索秦脂潮爷豆忽托惊塑遗愈朱替纤粗倾尚痛楚谢奋购磨君池旁碎骨监捕弟暴割贯殊释词亡壁顿宝午尘闻揭炮残冬桥妇警综招吴付浮遭徐您摇谷赞箱隔订男吹园纷唐败宋玻巨耕坦荣闭湾键凡驻锅救恩剥凝碱齿截炼麻纺禁废盛版缓净睛昌婚涉筒嘴插岸朗庄街藏姑贸腐奴啦惯乘伙恢匀纱扎辩耳彪臣亿璃抵脉秀萨俄网舞店喷纵寸汗挂洪贺闪柬爆烯津稻墙软勇像滚厘蒙芳肯坡柱荡腿仪旅尾轧冰贡登黎削钻勒逃障氨郭峰币港伏轨亩毕擦莫刺浪秘援株健售股岛甘泡睡童铸汤阀休汇舍牧绕炸哲磷绩朋淡尖启陷柴呈徒颜泪稍忘泵蓝拖洞授镜辛壮锋贫虚弯摩泰幼廷尊窗纲弄隶疑氏宫姐震瑞怪尤琴循描膜违夹腰缘珠穷森枝竹沟催绳忆邦剩幸浆栏拥牙贮礼滤钠纹罢拍咱喊袖埃勤罚焦潜伍墨欲缝姓刊饱仿奖铝鬼丽跨默挖链扫喝袋炭污幕诸弧励梅奶洁灾舟鉴苯讼抱毁懂寒智埔寄届跃渡挑丹艰贝碰拔爹戴码梦芽熔赤渔哭敬颗奔铅仲虎稀妹乏珍申桌遵允隆螺仓魏锐晓氮兼隐碍赫拨忠肃缸牵抢博巧壳兄杜讯诚碧祥柯页巡矩悲灌龄伦票寻桂铺圣恐恰郑趣抬荒腾贴柔滴猛阔辆妻填撤储签闹扰紫砂递戏吊陶伐喂疗瓶婆抚臂摸忍虾蜡邻胸巩挤偶弃槽劲乳邓吉仁烂砖租乌舰伴瓜浅丙暂燥橡柳迷暖牌秧胆详簧踏瓷谱呆宾糊洛辉愤竞隙怒粘乃绪肩籍敏涂熙皆侦悬掘享纠醒狂锁淀恨牲霸爬赏逆玩陵祝秒浙貌";

/// Common characters of official texts that only the traditional script writes so.
const TRADITIONAL: &str = "們個國這來時為說發對會過動產種後經進體電應關點開機無實學業當與間樣還從長現義條問線內數氣結質變題軍員總運領東導壓爭濟階術極聯認權證設資圖將組見計別農幾區強決戰達報類離華確張馬節話況傳許廣記號議門風萬務難連斷驗際書眾觀織裝佈複須兒礦備辦習響約勞團歷構稱準選標寫親劃維層狀廠識適屬圓調滿縣參紅細聽該鐵價嚴講顯談藝營項舉勢臺輪師圍遠勝續輕試護練負擊範繼興餘堅輸夠筆財職覺漢畫雖雜飛檢陽創壞徑鋼責簡錢盡衝獨環雙請讓軸紀優頂載敵絕塊劑測絲協訴陳羅鹽錯頻終聚雲衛燒貨損預穩媽擴銀語揮紙醫針劉誤訓願審獲鮮糧龍漸歡謂討亂藥寧魯貴鐘讀豐擔執樂誰順煙縮徵臉異買補評踐寬揚傷憲慶編觸銷詩綠雞孫鄉臨陸顧燈歲劇趙課額紹捲齊偉爐鎮飯濃懷趕庫奪靈稅滅賽歸盤險錄純蓋槍潤蟲腦歐側徹慮納彈麥濕惡築戶訪樑跡擺賣擇銅獻圈陣陰樓謀噸豬館驚遺纖傾謝奮購監捕貫釋詞頓寶塵殘橋婦綜吳園敗榮閉灣鍵駐鍋齒煉紡廢緩淨莊貿慣夥懇億網縱賀鬥傑溝績啟顏藍鏡鋒貧虛彎綱隸違夾緣窮繩憶擁禮紋罰縫獎鬼麗鏈掃污諸勵潔災鑒訟寢躍碼夢漁鉛穩遷遼團濱瀋閩贛粵徑蘇滬鄧鄭灘";

/// One bit a character of U+4E00..=U+9FFF.
static COMMON: [u64; 328] = bits(bits([0; 328], SIMPLIFIED), TRADITIONAL);

const fn bits(mut bits: [u64; 328], list: &str) -> [u64; 328] {
    let bytes = list.as_bytes();
    let mut at = 0;
    while at + 2 < bytes.len() {
        // Every character of the lists takes three bytes of UTF-8.
        let code = ((bytes[at] as usize & 0x0F) << 12)
            | ((bytes[at + 1] as usize & 0x3F) << 6)
            | (bytes[at + 2] as usize & 0x3F);
        let index = code - 0x4E00;
        bits[index / 64] |= 1 << (index % 64);
        at += 3;
    }
    bits
}

/// Whether official prose in either script uses the character often.
pub fn is_common(c: char) -> bool {
    is_han(c) && {
        let index = c as usize - 0x4E00;
        COMMON[index / 64] >> (index % 64) & 1 == 1
    }
}

/// Whether the character is in the main block of Han characters.
pub fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// How many letters a text has, Han characters among them.
pub fn letters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            0..=0x7f => {
                count += usize::from(byte.is_ascii_alphabetic());
                at += 1;
            }
            // U+5000 to U+8FFF, all of them Han characters.
            0xe5..=0xe8 => {
                count += 1;
                at += 3;
            }
            _ => {
                let c = text[at..].chars().next().expect("at is inside the text");
                count += usize::from(!is_mark(c) && (is_han(c) || c.is_alphabetic()));
                at += c.len_utf8();
            }
        }
    }
    count
}

/// Whether the character is one of the marks that every line of Chinese has; others are told from letters with more effort.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2030}' | '\u{3000}'..='\u{3004}' | '\u{ff00}'..='\u{ff20}')
}

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Characters beyond ASCII.
    pub foreign: usize,
    pub han: usize,
    pub common: usize,
    /// Characters that UTF-8 text read as GBK is full of: 涓, 鐨, 绗 and the like.
    pub twisted: usize,
    /// Letters with accents, as UTF-8 text read as Latin-1 is full of.
    pub accented: usize,
    /// U+FFFD and the 锟斤拷 that it turns into.
    pub lost: usize,
}

/// What the first bytes of common Chinese characters in UTF-8 look like as GBK.
const TWISTED: &str = "涓鐨绗鍦鏄鍏寮鏀搴淇鎭浜鍜屼綅鍒鍙鍥骞鏈堟棩悗緥粺閮鐢宸ヤ綔浠";

/// Counts the characters of `text`.
pub fn census(text: &str) -> Census {
    let mut census = Census::default();
    for c in text.chars().filter(|c| !c.is_ascii()) {
        census.foreign += 1;
        census.han += usize::from(is_han(c));
        census.common += usize::from(is_common(c));
        census.accented += usize::from(('\u{80}'..='\u{FF}').contains(&c) && c != '\u{A0}' && c != '\u{B7}');
        census.lost += usize::from(matches!(c, '\u{FFFD}' | '锟' | '拷'));
        census.twisted += usize::from(is_han(c) && !is_common(c) && TWISTED.contains(c));
    }
    census
}

impl Census {
    /// Whether this is Chinese prose: of a hundred Han characters some eighty are common, of a wrong decoding some ten to thirty.
    pub fn is_prose(&self) -> bool {
        self.han * 2 >= self.foreign && self.common * 2 >= self.han
    }

    /// Whether this is text that was once decoded wrongly and saved.
    pub fn is_mojibake(&self) -> bool {
        self.foreign >= 20
            && (self.lost * 50 > self.foreign || self.twisted * 8 > self.foreign || self.accented * 4 > self.foreign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_in_any_script() {
        assert_eq!(letters("本年、é12 a。龥开鿿ß"), 8);
        assert!(('\u{5000}'..='\u{8fff}').all(is_han));
        assert!(!('\0'..='\u{ffff}').any(|c| is_mark(c) && c.is_alphabetic()));
    }

    #[test]
    fn lists_hold_han_only() {
        assert!(SIMPLIFIED.chars().chain(TRADITIONAL.chars()).all(is_han));
    }

    #[test]
    fn prose_in_both_scripts() {
        for text in ["我局全年共收到申请若干件，均已按时答复。", "本局全年共收到申請若干件，均已按時答覆，並無積壓。"]
        {
            let census = census(text);
            assert!(census.is_prose() && !census.is_mojibake(), "{text}: {census:?}");
        }
    }

    #[test]
    fn wrong_decodings_are_no_prose() {
        let twisted = "鏈姤鍛婃寜鐓ф湁鍏宠姹傜紪鍒讹紝鍏ㄦ枃鍏卞叚閮ㄥ垎銆備竴銆佹€讳綋鎯呭喌";
        assert!(census(twisted).is_mojibake(), "{:?}", census(twisted));
        assert!(census(&"锟斤拷年锟斤拷，".repeat(8)).is_mojibake());
        assert!(census(&"æœ¬å¹´åº¦".repeat(8)).is_mojibake());
    }
}
