package catalog

import (
	"cmp"
	"math"
)

// Cost is what a model costs: its rates, and other rates for long prompts,
// the longest last. The zero value is unknown.
type Cost struct {
	Rates
	Tiers []Tier `json:"tiers,omitempty"`
}

// Tier holds the rates of a request whose prompt has more than Above tokens.
type Tier struct {
	Rates
	Above int
}

// Rates are the prices of the kinds of tokens.
type Rates struct {
	Input      Rate `json:"input,omitzero"`
	Output     Rate `json:"output,omitzero"`
	CacheRead  Rate `json:"cache_read,omitzero"`
	CacheWrite Rate `json:"cache_write,omitzero"`
	Reasoning  Rate `json:"reasoning,omitzero"`
}

// over fills the rates that r lacks from those of base: what a tier does not
// name stays as it is below the tier.
func (r Rates) over(base Rates) Rates {
	return Rates{
		Input:      cmp.Or(r.Input, base.Input),
		Output:     cmp.Or(r.Output, base.Output),
		CacheRead:  cmp.Or(r.CacheRead, base.CacheRead),
		CacheWrite: cmp.Or(r.CacheWrite, base.CacheWrite),
		Reasoning:  cmp.Or(r.Reasoning, base.Reasoning),
	}
}

// Usage counts the tokens of one answer. Input is the whole prompt, with
// CachedInput (read from the vendor's cache) and CacheWrite (written to it);
// Output is all that was generated, with Reasoning.
type Usage struct {
	Input, CachedInput, CacheWrite, Output, Reasoning int64
}

// Price returns what an answer cost in USD. It is not known when a rate that
// the usage needs is missing, when no input was counted (no answer is without
// a prompt, so the usage is not complete), or when the counts contradict each
// other.
//
// Tokens read from a cache or written to it cost what all input costs where
// the catalog names no price of their own, and reasoning costs what all output
// costs: vendors bill them so unless they say otherwise. Past a tier's size
// the whole request is billed at its rates.
func (m Model) Price(u Usage) (usd float64, known bool) {
	r := m.Cost.at(u.Input)
	fresh := u.Input - u.CachedInput - u.CacheWrite
	// Some vendors count reasoning beside the output, so more of it than of
	// output is wrong only where it has a price of its own.
	thought := u.Reasoning
	if !r.Reasoning.Known {
		thought = 0
	}
	said := u.Output - thought
	if u.Input <= 0 || min(fresh, u.CachedInput, u.CacheWrite, said, thought) < 0 {
		return 0, false
	}
	sum := bill(fresh, r.Input) +
		bill(u.CachedInput, cmp.Or(r.CacheRead, r.Input)) +
		bill(u.CacheWrite, cmp.Or(r.CacheWrite, r.Input)) +
		bill(said, r.Output) +
		bill(thought, r.Reasoning)
	if math.IsNaN(sum) {
		return 0, false
	}
	// Round to a millionth of a millionth: what binary fractions add to a
	// decimal amount is never shown.
	return math.Round(sum*1e6) / 1e12, true
}

// bill returns millionths of a dollar, NaN when n tokens have no known rate.
func bill(n int64, r Rate) float64 {
	switch {
	case n == 0:
		return 0
	case !r.Known:
		return math.NaN()
	}
	return float64(n) * r.USD
}

// at returns the rates for a prompt of the given size.
func (c Cost) at(input int64) Rates {
	r := c.Rates
	for _, t := range c.Tiers {
		if input > int64(t.Above) {
			r = t.Rates
		}
	}
	return r
}
