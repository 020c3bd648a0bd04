package markdown

import "strings"

// Characters that can be raised and lowered, each followed by how it then looks.
const (
	raisedPairs = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ" +
		"AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂαᵅβᵝγᵞδᵟεᵋθᶿφᵠχᵡ′′∗*"
	loweredPairs = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ"
)

// superscript and subscript return s raised or lowered, or false if some of it has no such form.
func superscript(s string) (string, bool) { return formed(s, raisedPairs) }
func subscript(s string) (string, bool)   { return formed(s, loweredPairs) }

func formed(s, pairs string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		f, ok := paired(r, pairs)
		if !ok {
			return "", false
		}
		b.WriteRune(f)
	}
	return b.String(), b.Len() > 0
}

func paired(r rune, pairs string) (rune, bool) {
	first, found := true, false
	for _, p := range pairs {
		if found {
			return p, true
		}
		found = first && p == r
		first = !first
	}
	return 0, false
}
