package catalog

import (
	"encoding/json"
	"strconv"
	"testing"
)

func TestPrice(t *testing.T) {
	c := decode(t, open(t, cut))
	for _, tt := range []struct {
		name, model string
		usage       Usage
		want        string // "" is unknown
	}{
		{"input and output", "claude-test-9", Usage{Input: 1000, Output: 100}, "0.0045"},
		{"cache reads and writes at their own price", "claude-test-9", Usage{Input: 10000, CachedInput: 8000, CacheWrite: 1000, Output: 100}, "0.01065"},
		{"a cached prompt is no cheaper when nobody says so", "gpt-oss-9b", Usage{Input: 1000, CachedInput: 900}, "0.000072"},
		{"a cache write without a price is input", "gpt-9-mini", Usage{Input: 1000, CacheWrite: 1000}, "0.002"},
		{"reasoning is output", "claude-test-9", Usage{Input: 1000, Output: 100, Reasoning: 90}, "0.0045"},
		{"reasoning at its own price", "gpt-9-mini", Usage{Input: 1000, Output: 100, Reasoning: 90}, "0.0039"},
		{"a prompt as long as the tier is not above it", "gpt-9-mini", Usage{Input: 128000, Output: 10}, "0.2561"},
		{"all of a longer one is billed at the tier", "gpt-9-mini", Usage{Input: 128001, Output: 10}, "0.512204"},
		{"the cached part counts to its length", "gpt-9-mini", Usage{Input: 128001, CachedInput: 128001}, "0.0512004"},
		{"the highest tier", "gpt-9-mini", Usage{Input: 300000, Output: 10}, "2.4004"},
		{"a rate that a tier does not name stays", "gpt-9-mini", Usage{Input: 300000, CachedInput: 300000}, "0.06"},
		{"no noise of binary fractions", "claude-test-9", Usage{Input: 1, Output: 7}, "0.000108"},
		{"no price for the input", "llama-9", Usage{Input: 10, Output: 10}, ""},
		{"no price for the output", "gpt-oss-9b", Usage{Input: 10, Output: 10}, ""},
		{"no usage at all", "claude-test-9", Usage{}, ""},
		{"a usage without a prompt", "claude-test-9", Usage{Output: 10}, ""},
		{"more cached than sent", "claude-test-9", Usage{Input: 10, CachedInput: 11}, ""},
		{"more reasoning than output, at its own price", "gpt-9-mini", Usage{Input: 10, Output: 10, Reasoning: 11}, ""},
		{"more reasoning than output, without one", "claude-test-9", Usage{Input: 1000, Output: 100, Reasoning: 200}, "0.0045"},
		{"counts below zero", "claude-test-9", Usage{Input: 10, Output: -1}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			usd, known := find(t, c, tt.model).Price(tt.usage)
			got := ""
			if known {
				got = strconv.FormatFloat(usd, 'f', -1, 64)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFreeIsNotUnknown(t *testing.T) {
	c := decode(t, []byte(`{"neon":{"models":{
		"free": {"cost": {"input": 0, "output": 0}},
		"text": {"cost": {"input": "3", "output": null}},
		"none": {"cost": {}},
		"list": {"cost": [1, 2]}}}}`))
	if usd, known := find(t, c, "free").Price(Usage{Input: 10, Output: 10}); usd != 0 || !known {
		t.Errorf("free: %v, %t", usd, known)
	}
	for _, id := range []string{"text", "none", "list"} {
		if usd, known := find(t, c, id).Price(Usage{Input: 10, Output: 10}); known {
			t.Errorf("%s costs %v", id, usd)
		}
	}
	pro := find(t, Embedded(), "gpt-5-5-pro")
	if usd, known := pro.Price(Usage{Input: 10, Output: 10}); known || pro.Cost.Input.Known {
		t.Errorf("gpt-5-5-pro costs %v", usd)
	}
}

func TestRatesForPeopleAndPrograms(t *testing.T) {
	for in, want := range map[string]string{"3": "$3.00", "0": "$0.00", "null": "", "-1": "", "1e300": ""} {
		var r Rate
		if err := json.Unmarshal([]byte(in), &r); err != nil || r.String() != want {
			t.Errorf("%s reads as %q, %v; want %q", in, r, err, want)
		}
	}
	b, err := json.Marshal([]any{Rate{}, Rate{0, true}, Rate{0.072, true}, Unknown, Yes, No})
	if want := "[null,0,0.072,null,true,false]"; err != nil || string(b) != want {
		t.Errorf("got %s, %v; want %s", b, err, want)
	}
}

func TestFormatUSD(t *testing.T) {
	for usd, want := range map[float64]string{
		0: "$0.00", 0.0042: "$0.0042", 0.00421: "$0.00421", 0.004219: "$0.00422", 0.07: "$0.07", 0.072: "$0.072",
		0.5: "$0.50", 0.125: "$0.125", 0.9999: "$1.00", 1: "$1.00", 12.5: "$12.50", 1234.567: "$1234.57",
		0.000000005: "$0.000000005", 0.1 + 0.2: "$0.30",
	} {
		if got := FormatUSD(usd); got != want {
			t.Errorf("%v: got %s, want %s", usd, got, want)
		}
	}
}
