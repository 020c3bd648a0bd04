package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAFormulaIsShownInUnicodeOrAsItWasWritten(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`E = mc^2`, "E = mc²"},
		{`x_1^{2n+1} \leq y_{ij}`, "x₁²ⁿ⁺¹ ≤ yᵢⱼ"},
		{`\alpha\beta + \Gamma(\lambda)`, "αβ + Γ(λ)"},
		{`\frac{1}{2}`, "1/2"},
		{`\frac{a+b}{2c}`, "(a+b)/(2c)"},
		{`\frac{x^2}{\sqrt{y}}`, "x²/√y"},
		{`\frac{\partial f}{\partial x} = \frac{df}{dx}`, "∂f/∂x = df/dx"},
		{`\sqrt{b^2 - 4ac}`, "√(b² - 4ac)"},
		{`\sqrt[3]{x}`, "∛x"},
		{`\sum_{i=1}^{n} i = \frac{n(n+1)}{2}`, "∑ᵢ₌₁ⁿ i = (n(n+1))/2"},
		{`A \to B \Rightarrow C`, "A → B ⇒ C"},
		{`O(n \log n)`, "O(n log n)"},
		{`2\pi r`, "2π r"},
		{`\mathbb{R}^n \subseteq \mathbb{E}`, "ℝⁿ ⊆ 𝔼"},
		{`x \in \{1, 2, \ldots\}`, "x ∈ {1, 2, …}"},
		{`90^\circ, A^T, f'(x), a^*`, "90°, Aᵀ, f′(x), a*"},
		{`\left( \frac{a}{b} \right)^2`, "( a/b )²"},
		{`p \text{ if } q`, "p if q"},
		{`\hat{x}, \vec{v}`, "x̂, v⃗"},
		{`a \equiv b \pmod{n}`, "a ≡ b (mod n)"},
		{"\\begin{aligned}\na &= b + c \\\\\n  &= d\n\\end{aligned}", "a = b + c\n= d"},
		// What has no such sign, or isn't whole.
		{`e^{-\lambda t}`, ""},
		{`\lim_{x \to 0} f(x)`, ""},
		{`x_Q`, ""},
		{`\begin{pmatrix} a & b \end{pmatrix}`, ""},
		{`\unknown{x}`, ""},
		{`\frac{1}{2`, ""},
		{`\frac{1}`, ""},
		{`x^`, ""},
		{`a}`, ""},
		{`\underbrace{x}_{y}`, ""},
		{`\text{a \textbf{b}}`, ""},
		{`a & b`, ""},
		{`\end{aligned}`, ""},
		{strings.Repeat("{", 1000) + strings.Repeat("}", 1000), ""},
	} {
		got, ok := inUnicode(tt.in)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s is shown as %q, %t, want %q", tt.in, got, ok, tt.want)
		}
	}
}

func TestFormulasInAText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"all delimiters", "Of $x^2$, \\(y_1\\) and $$\\alpha$$ too.", "Of x², y₁ and α too."},
		{"by itself", "So\n\n$$\nE = mc^2\n$$\n\nand\n\n\\[ a \\le b \\]", "So\n\n  E = mc²\n\nand\n\n  a ≤ b"},
		{"as it was written", "So $e^{-\\lambda}$.\n\n$$\n\\lim_{x \\to 0}\n$$", "So $e^{-\\lambda}$.\n\n$$\n\\lim_{x \\to 0}\n$$"},
		{"in code never", "`$x^2$` and `\\(a_1\\)`\n\n    $x^2$\n\n```\n$$x^2$$\n```", "`$x^2$` and `\\(a_1\\)`\n\n$x^2$\n\n$$x^2$$"},
		{"prices", "It costs $5 and $10, or US$5 to US$7, $1,000 in US$, $5/month and $6/year; $5-$10.", "It costs $5 and $10, or US$5 to US$7, $1,000 in US$, $5/month and $6/year; $5-$10."},
		{"names", "Set $HOME and $PATH, $HOME/bin:$PATH, $a$b.", "Set $HOME and $PATH, $HOME/bin:$PATH, $a$b."},
		{"without spaces around", "设$x^2$为($y$)。", "设x²为(y)。"},
		{"letters", "Let $n$ be $2k + 1$ in $O(n)$.", "Let n be 2k + 1 in O(n)."},
		{"in a link and a table", "[of $x^2$](/y)\n\n|$x^2$|b|\n|-|-|\n|$y_1$|c|", "of x² /y\n\nx² | b\n---|--\ny₁ | c"},
		{"never by half", "$x$ and $y^{", "x and $y^{"},
	} {
		lines := whole(renderer(t, Options{Style: "notty", Width: 100}), tt.in)
		got := strings.ReplaceAll("\n"+strings.Join(lines, "\n"), "\n  ", "\n")[1:]
		if strings.ReplaceAll(got, "\n  ", "\n") != strings.ReplaceAll(tt.want, "\n  ", "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	for _, o := range []Options{{Style: "ascii"}, {Style: "notty", Linear: true}} {
		if got := told(whole(renderer(t, o), "So $x^2$.")); got != "So $x^2$." {
			t.Errorf("%+v: got %q", o, got)
		}
	}
}

func FuzzFormula(f *testing.F) {
	for _, s := range []string{`\frac{a}{b}^2_{ij}`, `\begin{aligned}a&=b\\c\end{aligned}`, `\sqrt[n]{\hat{x}}`, `\left(\text{a}\right.`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := inUnicode(Clean(s))
		if ok && (got == "" || !utf8.ValidString(got) || strings.Contains(got, "\x1b")) {
			t.Errorf("%q is %q", s, got)
		}
	})
}
