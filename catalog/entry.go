package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// entry is a model as models.dev writes it. Each field stands a value of
// another type than it was: it stays zero, which is unknown.
type entry struct {
	Name       string     `json:"name,omitempty"`
	Family     string     `json:"family,omitempty"`
	Released   string     `json:"release_date,omitempty"`
	Knowledge  string     `json:"knowledge,omitempty"`
	Status     string     `json:"status,omitempty"`
	Attachment Fact       `json:"attachment,omitzero"`
	Reasoning  Fact       `json:"reasoning,omitzero"`
	Steering   []steering `json:"reasoning_options,omitempty"`
	ToolCall   Fact       `json:"tool_call,omitzero"`
	Structured Fact       `json:"structured_output,omitzero"`
	Temp       Fact       `json:"temperature,omitzero"`
	Open       Fact       `json:"open_weights,omitzero"`
	Modalities modalities `json:"modalities,omitzero"`
	Limit      limit      `json:"limit,omitzero"`
	Cost       entryCost  `json:"cost,omitzero"`
	Provider   pack       `json:"provider,omitzero"`
}

type steering struct {
	Type   string   `json:"type"`
	Values []string `json:"values,omitempty"`
	Min    amount   `json:"min,omitempty"`
	Max    amount   `json:"max,omitempty"`
}

type modalities struct {
	Input  []string `json:"input,omitempty"`
	Output []string `json:"output,omitempty"`
}

type limit struct {
	Context amount `json:"context,omitempty"`
	Input   amount `json:"input,omitempty"`
	Output  amount `json:"output,omitempty"`
}

type entryCost struct {
	Rates
	Tiers []entryTier `json:"tiers,omitempty"`
}

type entryTier struct {
	Rates
	Tier struct {
		Type string `json:"type,omitempty"`
		Size amount `json:"size"`
	} `json:"tier"`
}

// pack is the package of the AI SDK that a JavaScript program would use.
type pack struct {
	NPM   string `json:"npm,omitempty"`
	Shape string `json:"shape,omitempty"`
}

func (e entry) model(id string) Model {
	m := Model{
		ID:          id,
		Name:        cmp.Or(printable(e.Name), id),
		Vendor:      cmp.Or(vendor(id, e.Family), Other),
		Family:      printable(e.Family),
		Released:    printable(e.Released),
		Dialect:     cmp.Or(e.Provider.dialect(), Dialect(id)),
		Status:      printable(e.Status),
		Knowledge:   printable(e.Knowledge),
		Context:     tokens(e.Limit.Context),
		MaxInput:    tokens(e.Limit.Input),
		MaxOutput:   tokens(e.Limit.Output),
		Input:       words(e.Modalities.Input),
		Output:      words(e.Modalities.Output),
		Reasoning:   e.Reasoning,
		Temperature: e.Temp,
		ToolCall:    e.ToolCall,
		Attachment:  e.Attachment,
		Structured:  e.Structured,
		Open:        e.Open,
		Cost:        e.Cost.cost(),
		Known:       true,
	}
	m.Embeds = embeds(m.ID, m.Output)
	for _, s := range e.Steering {
		switch s.Type {
		case "toggle":
			m.Toggle = true
		case "effort":
			m.Effort = words(s.Values)
		case "budget_tokens":
			m.Budget, m.BudgetMin, m.BudgetMax = true, tokens(s.Min), tokens(s.Max)
		}
	}
	return m
}

// dialect is what the catalog says of a model's route, "" when it is silent.
func (p pack) dialect() string {
	switch {
	case p.NPM == "@ai-sdk/anthropic":
		return "anthropic"
	case p.NPM == "@ai-sdk/google":
		return "gemini"
	case p.NPM == "@ai-sdk/openai" && p.Shape == "responses":
		return "openai"
	case p.NPM == "@ai-sdk/openai-compatible", p.Shape == "completions":
		return "mlflow"
	}
	return ""
}

func (e entryCost) cost() Cost {
	c := Cost{Rates: e.Rates}
	for _, t := range e.Tiers {
		size, kind := tokens(t.Tier.Size), cmp.Or(t.Tier.Type, "context")
		if size > 0 && kind == "context" {
			c.Tiers = append(c.Tiers, Tier{Above: size, Rates: t.over(e.Rates)})
		}
	}
	slices.SortStableFunc(c.Tiers, func(a, b Tier) int { return cmp.Compare(a.Above, b.Above) })
	return c
}

// amount is a number, also one in quotes; 0 when it is none.
type amount float64

func (a *amount) UnmarshalJSON(b []byte) error {
	f, _ := strconv.ParseFloat(strings.Trim(string(b), `" `), 64)
	*a = amount(f)
	return nil
}

// tokens turns a limit into a count; what makes no sense is 0, unknown.
func tokens(f amount) int {
	if f < 1 || f > 1<<40 {
		return 0
	}
	return int(f)
}

// words drops what is not a word.
func words(list []string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return !validID(s) })
}
