package client

import (
	"bytes"
	"encoding/json"
	"math/big"
	"slices"

	"neonchat/chat"
)

// A number is a whole number as servers write it: 12, 12.0, 1.2e1 and "12" are
// the same. What is there and can't be read is odd, which is not zero.
type number struct {
	value int64
	there bool
	odd   bool
}

// UnmarshalJSON never fails: one odd number must not hide what stands beside it.
func (n *number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	v, ok := wholeNumber(data)
	*n = number{value: v, there: ok, odd: !ok}
	return nil
}

func (n number) or(other int64) int64 {
	if n.there {
		return n.value
	}
	return other
}

// later is the next count, or the last one where there is none.
func later(last, next number) number {
	if next.there || next.odd {
		return next
	}
	return last
}

// longestNumber is how many bytes a count may have: more would only be work.
const longestNumber = 32

func wholeNumber(data []byte) (int64, bool) {
	if s := ""; json.Unmarshal(data, &s) == nil {
		data = bytes.TrimSpace([]byte(s))
	}
	var n json.Number
	if len(data) > longestNumber || json.Unmarshal(data, &n) != nil || len(data) == 0 || data[0] == '"' {
		return 0, false
	}
	f, ok := new(big.Float).SetPrec(256).SetString(n.String())
	if !ok || f.Sign() < 0 || !f.IsInt() {
		return 0, false
	}
	v, exact := f.Int64()
	return v, exact == big.Exact
}

// anyOdd reports whether one of the counts can't be read, so that what they
// make together isn't known either.
func anyOdd(counts ...number) bool {
	return slices.ContainsFunc(counts, func(n number) bool { return n.odd })
}

// A place is where something stands in a list, in any dress that a number has.
type place int

// UnmarshalJSON leaves a place that can't be read at 0.
func (p *place) UnmarshalJSON(data []byte) error {
	if v, ok := wholeNumber(data); ok {
		*p = place(v)
	}
	return nil
}

// A tally is the usage as it was emitted last.
type tally struct{ last *chat.Usage }

// count is the event that tells of the usage u, nil when it isn't known. There
// is none when nothing has changed.
func (t *tally) count(u *chat.Usage) (chat.UsageUpdate, bool) {
	same := t.last == u || t.last != nil && u != nil && *t.last == *u
	t.last = u
	return chat.UsageUpdate{Usage: u}, !same
}
