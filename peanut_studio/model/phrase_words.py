"""The words that phrases are read by, English and Chinese, as symbols.

A symbol is an `Attribute` or one of the names below. Chinese words are the longest entry that fits; everything that
is in no table is a word for a thing.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from peanut_studio.model.phrase import Attribute, Kind

Name: TypeAlias = Literal["skip", "break", "tail", "of", "not", "except", "most", "all", "relation", "frame"]
Symbol: TypeAlias = Name | Attribute
"""skip: says nothing. break: ends what "not" reaches. tail: what follows belongs to the thing. of: after a place,
another thing follows; in Chinese (的) the thing itself. most: the next attribute is a superlative. relation: another
thing follows. frame: the picture itself, as in "left of the picture"."""

_COLOURS = {
    "red": "red crimson scarlet maroon reddish", "orange": "orange", "yellow": "yellow golden gold yellowish",
    "green": "green greenish olive", "cyan": "cyan turquoise teal", "blue": "blue navy bluish azure",
    "purple": "purple violet lilac", "pink": "pink magenta", "brown": "brown tan brownish beige",
    "white": "white whitish", "black": "black blackish", "grey": "grey gray silver greyish grayish",
    "dark": "dark darker", "light": "light bright lighter brighter",
}  # fmt: skip
_PLACES = {
    "left": "left lefthand left-hand left-side", "right": "right righthand right-hand right-side",
    "top": "top upper topside", "bottom": "bottom lower", "middle": "middle center centre central",
    "front": "front foreground nearby close near", "back": "background back rear distant far-away",
}  # fmt: skip
_FIRST_PLACES = {
    "left": "leftmost", "right": "rightmost", "top": "topmost uppermost highest", "bottom": "bottommost lowest",
    "front": "nearest closest frontmost foremost", "back": "farthest furthest rearmost", "middle": "centermost",
}  # fmt: skip
_SIZES = {"large": "large big huge tall giant", "small": "small little tiny short"}
_FIRST_SIZES = {"large": "largest biggest tallest larger bigger", "small": "smallest tiniest littlest smaller"}
_MOTIONS = {
    "moving": "moving running walking driving flying swimming dancing jumping riding cycling travelling passing",
    "still": "still static stationary motionless standing sitting parked resting unmoving lying",
}
_FIRST_MOTIONS = {"moving": "fastest quickest", "still": "slowest"}

_NAMES: dict[Name, str] = {
    "skip": "the a an one ones that which who is are its his her their this these those very some object thing "
    "objects things please remove erase delete select from coloured colored color colour side hand there "
    "part corner direction dressed clothed who's that's",
    "break": "and but , ; . on at to or",
    "of": "of",
    "tail": "in with wearing holding having carrying",
    "not": "not isn't aren't non no without never don't doesn't",
    "except": "except excluding besides apart",
    "most": "most far extreme",
    "all": "all every each any everything everyone everybody anything",
    "relation": "behind beside next under below above between beneath underneath around inside following chasing "
    "against towards",
    "frame": "picture frame image screen video shot clip view scene",
}
_COUNTED = ["two", "three", "four", "five", "six", "seven", "eight", "nine"]
NUMBERS = {word: number for number, word in enumerate(_COUNTED, start=2)} | {"both": 2}
_ORDERED = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
ORDINALS = {word: number for number, word in enumerate(_ORDERED, start=1)}


def _table(kind: Kind, words: dict[str, str], rank: int = 0) -> dict[str, Symbol]:
    return {word: Attribute(kind, value, rank) for value, given in words.items() for word in given.split()}


ENGLISH: dict[str, Symbol] = {
    **{word: name for name, given in _NAMES.items() for word in given.split()},
    **_table("colour", _COLOURS),
    **_table("place", _PLACES),
    **_table("place", _FIRST_PLACES, 1),
    **_table("size", _SIZES),
    **_table("size", _FIRST_SIZES, 1),
    **_table("motion", _MOTIONS),
    **_table("motion", _FIRST_MOTIONS, 1),
}

_ZH_COLOURS = {
    "red": "红色 紅色 红 紅 大红 大紅", "orange": "橙色 橘色 橙 橘黄色 橘黃色", "yellow": "黄色 黃色 黄 黃 金色",
    "green": "绿色 綠色 绿 綠", "cyan": "青色 青", "blue": "蓝色 藍色 蓝 藍", "purple": "紫色 紫",
    "pink": "粉红色 粉紅色 粉色 粉红 粉紅", "brown": "棕色 褐色 棕 咖啡色", "white": "白色 白", "black": "黑色 黑",
    "grey": "灰色 灰 银色 銀色", "dark": "深色 暗色", "light": "浅色 淺色 亮色",
}  # fmt: skip
_ZH_PLACES = {
    "left": "左边 左邊 左侧 左側 左面 左方 左手边 左手邊 左",
    "right": "右边 右邊 右侧 右側 右面 右方 右手边 右手邊 右",
    "top": "上面 上方 上边 上邊 顶部 頂部 顶上 頂上", "bottom": "下面 下方 下边 下邊 底部 底下",
    "middle": "中间 中間 中央 正中 当中 當中", "front": "前面 前方 前景 前边 前邊 近处 近處",
    "back": "后面 後面 后方 後方 背景 后边 後邊 远处 遠處",
}  # fmt: skip
_ZH_FIRST_PLACES = {"top": "最上 最高", "bottom": "最下 最低", "front": "最前 最近", "back": "最后 最後 最远 最遠"}
_ZH_SIZES = {"large": "大", "small": "小"}
_ZH_MOTIONS = {
    "moving": "移动 移動 运动 運動 在动 在動 动的 動的 跑 走路 行走 行驶 行駛 走",
    "still": "静止 靜止 不动 不動 没动 沒動 停着 停著 固定 停",
}
_ZH_FIRST_MOTIONS = {"moving": "最快", "still": "最慢"}
_ZH_NAMES: dict[Name, str] = {
    "skip": "那 这 這 个 個 只 隻 辆 輛 位 名 条 條 头 頭 匹 台 臺 架 棵 件 在 里 裡 裏 着 著 是 了 起 数 數 请 請 "
    "删除 刪除 去掉 移除 去除 把 从 從 东西 東西 物体 物體 一个 一個 一只 一隻 一辆 一輛 一 角 部分 边 邊 正 往 地",
    "break": "和 且 但 但是 而且 并 並 与 與 ， 、 。 ； 又",
    "of": "的",
    "tail": "穿着 穿著 穿 戴着 戴著 戴 拿着 拿著 带着 帶著 带 帶 有",
    "not": "不是 不在 不 非 没有 沒有 没在 沒在 没 沒 无 無 别 別",
    "except": "除了 除 除去",
    "most": "最",
    "all": "所有 全部 每个 每個 每一个 每一個 每 全 都 任何",
    "relation": "旁边 旁邊 之间 之間 对面 對面 身边 身邊",
    "frame": "画面 畫面 屏幕 螢幕 图片 圖片 视频 影片",
}
CHINESE: dict[str, Symbol] = {
    **{word: name for name, given in _ZH_NAMES.items() for word in given.split()},
    **_table("colour", _ZH_COLOURS),
    **_table("place", _ZH_PLACES),
    **_table("place", _ZH_FIRST_PLACES, 1),
    **_table("size", _ZH_SIZES),
    **_table("motion", _ZH_MOTIONS),
    **_table("motion", _ZH_FIRST_MOTIONS, 1),
}
CHINESE_CORNERS = {"左": "左", "右": "右", "上": "上面", "下": "下面"}
"""Places that are written together in the names of corners."""
CHINESE_NUMBERS = {"两": 2, "兩": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
CHINESE_DIGITS = CHINESE_NUMBERS | {"一": 1}

_NOUNS = {
    "person": "人 人物 路人 行人", "man": "男人 男子 男士 男的 男性", "woman": "女人 女子 女士 女的 女性",
    "boy": "男孩 男生", "girl": "女孩 女生 姑娘", "child": "孩子 小孩 儿童 兒童", "baby": "婴儿 嬰兒",
    "people": "人们 人們 人群", "dancer": "舞者", "player": "球员 球員 选手 選手", "student": "学生 學生",
    "dog": "狗 小狗 犬", "cat": "猫 貓 小猫 小貓", "bird": "鸟 鳥 小鸟 小鳥", "swan": "天鹅 天鵝", "duck": "鸭子 鴨子",
    "horse": "马 馬", "cow": "牛 奶牛", "sheep": "羊 绵羊 綿羊", "camel": "骆驼 駱駝", "elephant": "大象",
    "fish": "鱼 魚", "animal": "动物 動物", "car": "车 車 汽车 汽車 轿车 轎車 小汽车 小汽車",
    "truck": "卡车 卡車 货车 貨車", "bus": "公交车 公車 巴士 客车 客車", "bicycle": "自行车 自行車 单车 單車 腳踏車",
    "motorcycle": "摩托车 摩托車 机车 機車", "train": "火车 火車", "boat": "船 小船", "plane": "飞机 飛機",
    "ball": "球 皮球", "tennis ball": "网球 網球", "racket": "球拍", "cup": "杯子 杯", "bottle": "瓶子 瓶",
    "chair": "椅子", "table": "桌子", "phone": "手机 手機", "book": "书 書", "bag": "包 袋子 书包 書包",
    "backpack": "背包", "hat": "帽子 帽", "shirt": "衬衫 襯衫 上衣", "clothes": "衣服", "jacket": "夹克 夾克 外套",
    "dress": "裙子 连衣裙 連衣裙", "trousers": "裤子 褲子", "glasses": "眼镜 眼鏡", "umbrella": "伞 傘 雨伞 雨傘",
    "tree": "树 樹", "flower": "花", "house": "房子", "building": "楼 樓 建筑 建築", "sign": "标志 標誌 牌子",
    "pole": "杆子 柱子", "text": "文字 字幕", "logo": "标识 標識 台标 台標", "watermark": "水印 浮水印",
    "box": "箱子 盒子", "skateboard": "滑板", "kite": "风筝 風箏", "light": "灯 燈", "door": "门 門",
    "window": "窗户 窗戶", "shadow": "影子", "leash": "牵引绳 牽引繩 绳子 繩子", "horse cart": "马车 馬車",
}  # fmt: skip
TRANSLATED: dict[str, str] = {word: english for english, given in _NOUNS.items() for word in given.split()}
"""Chinese words for things that are met in films, and the English ones that engines know."""
