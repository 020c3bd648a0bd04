package mcp

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"neonchat/chat"
)

func TestAServerAsksThePerson(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good"})
	d.named()
	d.says(d.call("demo__order", ""), false, "decline map[]") // nobody is there

	var asked Question
	answer := Answer{Action: Accept, Values: map[string]any{"size": "l", "gift": true}}
	d.options.Ask = func(_ context.Context, q Question) (Answer, error) {
		asked = q
		return answer, nil
	}
	d.says(d.call("demo__order", ""), false, "accept map[count:1 gift:true size:l]")
	want := Question{Server: "demo", Message: "How much?[2J", Fields: []Field{
		{Name: "size", Title: "size", Kind: ChoiceField, Required: true, Choices: []Choice{{"s", "Small"}, {"l", "Large"}}},
		{Name: "colours", Title: "colours", Kind: ChoicesField, Choices: []Choice{{"r", "Red"}}},
		{Name: "count", Title: "count", Kind: IntegerField, Description: "of them", Default: 1.0},
		{Name: "gift", Title: "As a gift", Kind: YesNoField},
		{Name: "mail", Title: "mail", Kind: TextField, Format: "email"},
	}}
	if !reflect.DeepEqual(asked, want) {
		t.Errorf("got  %+v\nwant %+v", asked, want)
	}
	answer = Answer{Action: Accept, Values: map[string]any{"size": "xl"}}
	d.says(d.call("demo__order", ""), true, "does not match")
	answer = Answer{Action: Cancel}
	d.says(d.call("demo__order", ""), false, "cancel map[]")
}

func TestPromptsAndResources(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good"}, Server{Name: "flood", Command: "flood"})
	prompts := d.Prompts(t.Context())
	if want := []Prompt{{Server: "demo", Name: "review", Title: "Review a change", Arguments: []Argument{{Name: "path", Required: true}}}}; !reflect.DeepEqual(prompts, want) {
		t.Errorf("got %+v", prompts)
	}
	messages, err := d.Prompt(t.Context(), "demo", "review", map[string]string{"path": "main.go"})
	if err != nil || len(messages) != 3 {
		t.Fatalf("got %+v, %v", messages, err)
	}
	if messages[0].Text() != "Review main.go" || messages[0].Role != chat.User || messages[1].Role != chat.Assistant {
		t.Errorf("got %+v", messages)
	}
	if f, ok := messages[2].Parts[0].(chat.File); !ok || f.MIME != "image/png" {
		t.Errorf("got %+v", messages[2])
	}
	if _, err := d.Prompt(t.Context(), "demo", "none", nil); err == nil {
		t.Error("a prompt that isn't there was given")
	}

	resources := d.Resources(t.Context())
	if want := []Resource{
		{Server: "demo", URI: "repo://main/README.md", Name: "readme", MIME: "text/markdown", Size: 12},
		{Server: "demo", URI: "repo://{branch}/{path}", Template: true, Name: "file"},
	}; !slices.Equal(resources, want) {
		t.Errorf("got %+v", resources)
	}
	files, err := d.Read(t.Context(), "demo", "repo://dev/a.md")
	if err != nil || len(files) != 1 || files[0].Name != "a.md" || files[0].MIME != "text/markdown" || string(files[0].Data) != "# repo://dev/a.md" {
		t.Errorf("got %+v, %v", files, err)
	}
	if _, err := d.Read(t.Context(), "nobody", "x"); err == nil {
		t.Error("a server that isn't there was read")
	}
	if len(d.told) != 0 {
		t.Errorf("told %q", d.told)
	}
}
