package config

import (
	"fmt"
	"strings"
)

// A pair is a URL and a token of one family. The zero pair is a family of
// which nothing was found.
type pair struct {
	family     string
	url, token found
	half       *InvalidError // set when only one of the two was found, and says which
}

func (p pair) whole() bool { return p.url.text != "" && p.token.text != "" }

// elsewhere reports whether p names another host than q, so that q can't
// stand in for it.
func (p pair) elsewhere(q pair) bool {
	if p.url.text == "" {
		return false
	}
	a, errA := parseAddress(p.url.text)
	b, errB := parseAddress(q.url.text)
	return errA != nil || errB != nil || a.origin() != b.origin()
}

func (f *finder) neonPair() pair {
	p := pair{
		family: "NEON",
		url:    f.vars.first(neonURL, neonHost),
		token:  f.vars.first(neonToken, neonKey),
	}
	switch {
	case p.url.text != "" && p.token.text == "":
		p.half = lacks(p.url, neonToken)
	case p.token.text != "" && p.url.text == "":
		p.half = lacks(p.token, neonURL)
	}
	return p
}

func lacks(has found, missing string) *InvalidError {
	return &InvalidError{
		Source:  has.source,
		Problem: "there is no " + missing + " to go with it",
		hint:    "'neon env pull' writes both; a single one has no use",
	}
}

// openaiPair looks through values that are mostly not meant for us. A URL
// that is no Neon gateway, and a key that is not Neon's, are passed over as if
// they were not there: neither of them may meet a half of ours.
func (f *finder) openaiPair() pair {
	p := pair{family: "OPENAI"}
	local := false
	for _, v := range f.vars.all(openaiURL) {
		a, err := parseAddress(v.text)
		if err == nil && a.gateway() {
			p.url, local = v, a.loopback()
			break
		}
		f.remarks = append(f.remarks, v.source.String()+" is not used: it is not the URL of a Neon gateway")
	}
	var own found
	for _, v := range f.vars.all(openaiKey) {
		if local || strings.HasPrefix(v.text, tokenPrefix) {
			p.token = v
			break
		}
		own = v
		f.remarks = append(f.remarks, v.source.String()+" is not used: it is a key of your own, not a token of Neon's")
	}
	switch {
	case p.url.text == "" || p.token.text != "":
	case own.text != "":
		p.half = &InvalidError{
			Source:  own.source,
			Problem: fmt.Sprintf("this is a key of your own and is not sent to the Neon gateway that %s names", p.url.source),
			hint:    "set " + neonURL + " and " + neonToken + " beside it; 'neon env pull' writes them",
		}
	default:
		p.half = lacks(p.url, openaiKey)
	}
	return p
}
