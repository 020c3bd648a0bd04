package mcp

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// A Question is what a server asks the person in the middle of a call. All of it
// but the server's name is foreign text.
type Question struct {
	Server  string
	Message string
	Fields  []Field // none: only whether to go on
}

// A Field is one line of the form.
type Field struct {
	Name        string
	Title       string // what to show; never empty
	Description string
	Kind        Kind
	Format      string // of a text: "email", "uri", "date" or "date-time"
	Required    bool
	Choices     []Choice
	Default     any // of the type that the kind's values have, or nil
}

// A Kind is what a field takes.
type Kind string

const (
	TextField    Kind = "text"    // a string
	NumberField  Kind = "number"  // a float64
	IntegerField Kind = "integer" // a float64 without a fraction
	YesNoField   Kind = "yes/no"  // a bool
	ChoiceField  Kind = "choice"  // the Value of one choice, a string
	ChoicesField Kind = "choices" // a []any of such strings
)

// A Choice is one of those that a field offers.
type Choice struct{ Value, Title string }

// An Answer is the person's. Values are by the names of the fields.
type Answer struct {
	Action Action
	Values map[string]any
}

// An Action is how a question ended.
type Action string

const (
	Accept  Action = "accept"
	Decline Action = "decline" // also where nobody is there to be asked
	Cancel  Action = "cancel"  // it was left without an answer
)

// elicited puts a server's question to the person.
func (l *link) elicited(ctx context.Context, r *sdk.ElicitRequest) (*sdk.ElicitResult, error) {
	if l.options.Ask == nil {
		return &sdk.ElicitResult{Action: string(Decline)}, nil
	}
	l.asking.Add(1)
	defer l.asking.Add(-1)
	q := Question{Server: l.server.Name, Message: shorten(visible(r.Params.Message), descriptionLimit), Fields: fields(r.Params.RequestedSchema)}
	a, err := l.options.Ask(ctx, q)
	if err != nil {
		return &sdk.ElicitResult{Action: string(Cancel)}, nil
	}
	result := &sdk.ElicitResult{Action: string(a.Action)}
	if a.Action == Accept {
		result.Content = a.Values
	}
	return result, nil
}

// fields reads the form that a server wants. The SDK has checked that it's a flat
// one.
func fields(schema any) []Field {
	var form struct {
		Properties map[string]property `json:"properties"`
		Required   []string            `json:"required"`
	}
	data, err := json.Marshal(schema)
	if err != nil || json.Unmarshal(data, &form) != nil {
		return nil
	}
	var list []Field
	for _, name := range slices.Sorted(maps.Keys(form.Properties)) {
		f := form.Properties[name].field()
		f.Name, f.Title = name, oneLine(cmp.Or(f.Title, name), 100)
		f.Required = slices.Contains(form.Required, name)
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b Field) int { return order(b.Required) - order(a.Required) })
	return list
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

type property struct {
	Type        string   `json:"type"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Format      string   `json:"format"`
	Default     any      `json:"default"`
	Enum        []string `json:"enum"`
	EnumNames   []string `json:"enumNames"`
	OneOf       []titled `json:"oneOf"`
	Items       struct {
		Enum  []string `json:"enum"`
		AnyOf []titled `json:"anyOf"`
	} `json:"items"`
}

type titled struct {
	Const string `json:"const"`
	Title string `json:"title"`
}

func (p property) field() Field {
	f := Field{Title: p.Title, Description: oneLine(p.Description, 500), Format: p.Format, Default: p.Default, Kind: TextField}
	switch p.Type {
	case "number":
		f.Kind = NumberField
	case "integer":
		f.Kind = IntegerField
	case "boolean":
		f.Kind = YesNoField
	case "array":
		f.Kind, f.Choices = ChoicesField, choices(p.Items.Enum, nil, p.Items.AnyOf)
	default:
		if f.Choices = choices(p.Enum, p.EnumNames, p.OneOf); f.Choices != nil {
			f.Kind = ChoiceField
		}
	}
	return f
}

func choices(values, names []string, both []titled) []Choice {
	var list []Choice
	for i, v := range values {
		c := Choice{v, v}
		if i < len(names) {
			c.Title = names[i]
		}
		list = append(list, c)
	}
	for _, t := range both {
		list = append(list, Choice{t.Const, t.Title})
	}
	for i := range list {
		list[i].Title = oneLine(cmp.Or(list[i].Title, list[i].Value), 100)
	}
	return list
}
