// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementTest {
    @Test
    void textAndAttributesStayText() {
        Element element = Element.of("p", "<b>&\"'</b>").with("title", "\"><script>alert(1)</script>");
        assertThat(element.toString())
                .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">"
                        + "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</p>");
    }

    @Test
    void whatControlsOrTurnsTextIsReplaced() {
        assertThat(Element.of("p", "a\u0000b\u001bc\u202Ed\uD800e").toString()).isEqualTo("<p>a�b�c�d�e</p>");
        assertThat(Element.of("p", "мир 日本 🙂").toString()).isEqualTo("<p>мир 日本 🙂</p>");
    }

    @Test
    void ticksAreRound() {
        assertThat(new Axis(0.13, 0.94, 0, 100).ticks(4)).containsExactly(0.5);
        assertThat(new Axis(0, 1, 0, 100).ticks(5)).hasSize(6);
        assertThat(new Axis(-37, 41, 0, 100).ticks(4)).containsExactly(-20.0, 0.0, 20.0, 40.0);
    }

    @Test
    void digitsTellAsMuchAsTheyShould() {
        assertThat(Digits.of(0.89271)).isEqualTo("0.8927");
        assertThat(Digits.of(12345.6)).isEqualTo("12346");
        assertThat(Digits.of(1234567L)).isEqualTo("1 234 567");
        assertThat(Digits.of(Double.NaN)).isEqualTo("–");
        assertThat(Digits.signed(-0.5)).isEqualTo("−0.5000");
    }
}
