package catalog

import (
	"strconv"
	"strings"
)

// Rate is a price in USD per million tokens. The zero value is unknown; free
// is {0, true}.
type Rate struct {
	USD   float64
	Known bool
}

// String returns the price as FormatUSD writes it, or "" when it is unknown.
func (r Rate) String() string {
	if !r.Known {
		return ""
	}
	return FormatUSD(r.USD)
}

// MarshalJSON returns the number, or null when it is unknown.
func (r Rate) MarshalJSON() ([]byte, error) {
	if !r.Known {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, r.USD, 'f', -1, 64), nil
}

// UnmarshalJSON reads a number, also one in quotes. Everything else is unknown, and so is what no
// vendor could ask: models.dev writes -1 for a price that varies.
func (r *Rate) UnmarshalJSON(b []byte) error {
	*r = Rate{}
	if usd, err := strconv.ParseFloat(strings.Trim(string(b), `" `), 64); err == nil && usd >= 0 && usd < 1e6 {
		*r = Rate{USD: usd, Known: true}
	}
	return nil
}

// FormatUSD writes an amount that is not negative: in cents from a dollar up,
// and below that with three digits that count, as in "$12.50", "$0.07" and
// "$0.00421".
func FormatUSD(usd float64) string {
	decimals := 2
	for below := 1.0; usd > 0 && usd < below && decimals < 12; below /= 10 {
		decimals++
	}
	s := strconv.FormatFloat(usd, 'f', decimals, 64)
	for ; decimals > 2 && strings.HasSuffix(s, "0"); decimals-- {
		s = s[:len(s)-1]
	}
	return "$" + s
}
