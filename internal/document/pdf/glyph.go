package pdf

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// upper halves of the encodings of ISO 32000-1, annex D; a blank is a code without a character.
const (
	macUpper = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
	winUpper = "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
	stdUpper = "                                 ¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß    "
)

// encoding is the text of each code of a simple font.
type encoding [256]string

func encodingOf(upper, base string) encoding {
	var e encoding
	for c := ' '; c < 127; c++ {
		e[c] = string(c)
	}
	at := 128
	for _, r := range upper {
		if r != ' ' && at < 256 {
			e[at] = string(r)
		}
		at++
	}
	if base == "standard" {
		e['\''], e['`'] = "’", "‘"
	}
	return e
}

var encodings = map[string]encoding{
	"WinAnsiEncoding": encodingOf(winUpper, ""), "MacRomanEncoding": encodingOf(macUpper, ""), "StandardEncoding": encodingOf(stdUpper, "standard"),
}

// accented are the letters with each accent, the letter before it.
var accented = map[string]string{
	"acute": "AÁaáEÉeéIÍiíOÓoóUÚuúYÝyýCĆcćNŃnńSŚsśZŹzźLĹlĺRŔrŕ", "grave": "AÀaàEÈeèIÌiìOÒoòUÙuù", "circumflex": "AÂaâEÊeêIÎiîOÔoôUÛuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ",
	"dieresis": "AÄaäEËeëIÏiïOÖoöUÜuüYŸyÿ", "tilde": "AÃaãNÑnñOÕoõIĨiĩUŨuũ", "ring": "AÅaåUŮuů", "caron": "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzžGǦgǧKǨkǩLĽlľ",
	"cedilla": "CÇcçSŞsşTŢtţ", "breve": "AĂaăGĞgğUŬuŭ", "macron": "AĀaāEĒeēIĪiīOŌoōUŪuū", "ogonek": "AĄaąEĘeęIĮiįUŲuų", "dotaccent": "ZŻzżEĖeėIİCĊcċGĠgġ",
	"hungarumlaut": "OŐoőUŰuű", "commaaccent": "GĢKĶkķLĻlļNŅnņRŖrŗSȘsșTȚtț",
}

// named are the glyphs of the Adobe list that have names of their own, as far as western text needs them.
const named = "space   exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' quoteright ’ parenleft ( parenright ) asterisk * plus + comma , " +
	"hyphen - minus − period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ " +
	"bracketleft [ backslash \\ bracketright ] asciicircum ^ underscore _ grave ` quoteleft ‘ braceleft { bar | braceright } asciitilde ~ exclamdown ¡ cent ¢ sterling £ " +
	"currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ copyright © ordfeminine ª guillemotleft « logicalnot ¬ softhyphen \u00ad sfthyphen \u00ad registered ® macron ¯ degree ° plusminus ± " +
	"twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶ periodcentered · middot · cedilla ¸ onesuperior ¹ ordmasculine º guillemotright » onequarter ¼ onehalf ½ " +
	"threequarters ¾ questiondown ¿ AE Æ ae æ Eth Ð eth ð multiply × Oslash Ø oslash ø Thorn Þ thorn þ germandbls ß divide ÷ Dcroat Đ dcroat đ Eng Ŋ eng ŋ Lslash Ł lslash ł " +
	"OE Œ oe œ Tbar Ŧ tbar ŧ Hbar Ħ hbar ħ dotlessi ı endash – emdash — quotesinglbase ‚ quotedblbase „ quotedblleft “ quotedblright ” dagger † daggerdbl ‡ bullet • ellipsis … " +
	"perthousand ‰ guilsinglleft ‹ guilsinglright › fraction ⁄ Euro € euro € trademark ™ fi fi fl fl ff ff ffi ffi ffl ffl florin ƒ circumflex ˆ tilde ˜ breve ˘ ring ˚ caron ˇ nbspace \u00a0 " +
	"nonbreakingspace \u00a0 hyphentwo - uni00A0 \u00a0 Scedilla Ş scedilla ş f_i fi f_l fl f_f ff"

var glyphs = func() map[string]string {
	all := map[string]string{"space": " "}
	words := strings.Split(named, " ")
	for i := 0; i+1 < len(words); i += 2 {
		if words[i] == "space" { // its sign is the separator
			i++
			continue
		}
		all[words[i]] = words[i+1]
	}
	for accent, letters := range accented {
		runes := []rune(letters)
		for i := 0; i+1 < len(runes); i += 2 {
			all[string(runes[i])+accent] = string(runes[i+1])
		}
	}
	return all
}()

// glyphText is what a glyph's name means; empty when it says nothing.
func glyphText(name string) string {
	if len(name) == 1 {
		return name
	}
	if s, ok := glyphs[name]; ok {
		return s
	}
	if base, _, ok := strings.Cut(name, "."); ok && base != "" {
		return glyphText(base)
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 {
		return codePoint(hex[:4])
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		return codePoint(hex)
	}
	if first, rest, ok := strings.Cut(name, "_"); ok {
		return glyphText(first) + glyphText(rest)
	}
	return ""
}

func codePoint(hex string) string {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return ""
	}
	return string(rune(n))
}

// helvetica are the widths of the characters from blank to tilde, in thousandths.
var helvetica = [...]float64{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// standardWidth is about how wide a character of one of the fonts is that a document need not describe.
func standardWidth(font string, code int) float64 {
	switch {
	case strings.Contains(font, "Courier"):
		return 600
	case code >= ' ' && code-' ' < len(helvetica):
		if strings.Contains(font, "Times") {
			return helvetica[code-' '] * 0.9
		}
		return helvetica[code-' ']
	}
	return 556
}
