// SPDX-License-Identifier: EUPL-1.2
// Chance, the same everywhere, and Dutch text made with it.

// Mixes numbers into one (murmur3's last steps).
function mixed(numbers) {
  let state = 0x9e3779b9;
  for (const number of numbers) {
    state = Math.imul(state ^ number, 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state = (state ^ (state >>> 16)) >>> 0;
  }
  return state;
}

export class Chance {
  // Step 7 of a history is the same whatever came before it: its own numbers say what it is.
  constructor(...numbers) {
    this.state = mixed(numbers);
  }

  // A whole number from 0, below `limit` (mulberry32).
  below(limit) {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  }

  between(least, most) {
    return least + this.below(most - least + 1);
  }

  // True once in so many times.
  once(times) {
    return this.below(times) === 0;
  }

  // One of a list, or undefined where there is none.
  one(list) {
    return list[this.below(list.length)];
  }

  some(list, least, most) {
    const rest = [...list];
    const found = [];
    for (let count = this.between(least, most); count > 0 && rest.length > 0; count--)
      found.push(...rest.splice(this.below(rest.length), 1));
    return found;
  }

  // One of [[weight, value], ...].
  weighed(rows) {
    let at = this.below(rows.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of rows) {
      if (at < weight) return value;
      at -= weight;
    }
  }
}

const WORDS = (
  'de het een en van in op met voor niet dat die als maar om door over bij uit naar zo ook nog wel dan toen weer nu hier ' +
  'daar mij mijn haar zijn hun ons iemand niemand alles niets iets ' +
  'zorg hulp ervaring kennis herstel schuld gezin kind ouder naaste buurt team gesprek verhaal werk school kamer groep ' +
  'opname crisis medicatie klacht recht geld uitkering gemeente regel aanvraag loket dossier afspraak cliënt arts maatje ' +
  'rouw verlies hoop moed vertrouwen ruimte rust tijd aandacht kracht grens keuze regie angst schaamte stigma verslaving ' +
  'slaap muziek taal toekomst jeugdzorg wonen opvang diploma collega contract onderzoek ervaringskennis schuldhulpverlening ' +
  'lotgenotencontact zelfregie cliëntenraad woonbegeleiding ervaringsdeskundige veerkracht mantelzorger huisarts ' +
  'vertelt zegt vraagt luistert helpt zoekt vindt wacht belt schrijft leest werkt leert woont durft merkt blijft geeft ' +
  'krijgt stil moe bang boos blij rustig moeilijk zwaar open eerlijk veilig alleen samen thuis later vaak nooit vandaag ' +
  "'s ochtends ggz Wmo foto's reünie coördinator ongeïnteresseerd").split(' ');

export function word(random) {
  return WORDS[Math.min(random.below(WORDS.length), random.below(WORDS.length))];
}

export function words(random, count) {
  return Array.from({ length: count }, () => word(random)).join(' ');
}

export function sentence(random, least = 5, most = 14) {
  const text = words(random, random.between(least, most));
  return text[0].toUpperCase() + text.slice(1);
}

export function paragraph(random) {
  return Array.from({ length: random.between(2, 5) }, () => `${sentence(random)}.`).join(' ');
}

// A name as files have: letters, digits, hyphens.
export function name(random) {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from({ length: 5 }, () => random.one(letters)).join('');
}
