// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecialisationTest {
    @Test
    void tellsEverythingWhenEachClassHasAnExpertOfItsOwn() {
        Specialisation own = of(List.of(10L, 0L), List.of(0L, 10L));
        assertThat(own.information()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(own.entropy()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(own.specialtiesOf(0)).containsExactly("a");
        assertThat(own.specialtiesOf(1)).containsExactly("b");
    }

    @Test
    void tellsNothingWhenClassesGoAlike() {
        assertThat(of(List.of(5L, 5L), List.of(10L, 10L)).information()).isCloseTo(0, within(1e-12));
    }

    @Test
    void sumsUpGroupsOfClasses() {
        Specialisation group = of(List.of(10L, 0L), List.of(3L, 7L)).grouped(_ -> "all");
        assertThat(group.firsts()).containsExactly(Map.entry("all", List.of(13L, 7L)));
        assertThat(group.information()).isZero();
    }

    private static Specialisation of(List<Long> a, List<Long> b) {
        Map<String, List<Long>> firsts = new LinkedHashMap<>();
        firsts.put("a", a);
        firsts.put("b", b);
        return new Specialisation(List.of("e1", "e2"), firsts);
    }
}
