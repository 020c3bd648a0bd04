package compare

import "testing"

func TestACodeBlockThatIsOpenIsFound(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"none", "plain\n", ""},
		{"closed", "```go\nx\n```\n", ""},
		{"open", "a\n\n```go\nx", "```"},
		{"open after a closed one", "```\nx\n```\n~~~~ sh\ny\n", "~~~~"},
		{"a shorter fence closes nothing", "````\n```\nx\n", "````"},
		{"another fence closes nothing", "```\n~~~\n", "```"},
		{"words behind it close nothing", "```\n``` go\n", "```"},
		{"a longer one closes", "```\nx\n````  \n", ""},
		{"code in a line opens nothing", "```a``` is `b`\n", ""},
		{"what is indented is code by itself", "    ```\nx\n", ""},
		{"a little indented", "   ```\nx\n", "```"},
		{"two are no fence", "``\nx\n", ""},
	} {
		if got := openFence(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
