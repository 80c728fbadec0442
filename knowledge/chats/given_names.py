"""Given names that are common somewhere and mean nothing else in the talk of a desk.

Left out are names that are words, months, places or programs as well (Will, June, Paris, Ruby): these count only
where something around them says that they name somebody.
"""

from knowledge.answering.word_sets import word_set

GIVEN_NAMES = word_set(
    """
    aaron abigail adam adrian agnes ahmed aisha alan albert alejandro alessandro alexander alexandra alfred ali alice
    alicia alina allison amanda amelia amir amy ana anastasia andrea andreas andrew andrzej angela anita anja anke anna
    anne annette annika anthony antje antoine antonio anton arjun arthur astrid aurelie axel barbara beatrice beate
    benedikt benjamin bernard bernd bettina birgit björn bob boris brian brigitte britta bruno camille carlos carmen
    caroline catherine cecilia charles christian christina christine christoph christopher claire clara claudia clemens
    cornelia cristina daniel daniela david deborah deepak denise dennis diana diego dieter dietmar dimitri dirk dmitri
    dominik donald doris dorothea douglas edward edwin elena elisa elisabeth elizabeth elke ellen emily emma emmanuel
    enrique eric erik erika ernst esther eva evelyn fatima felipe felix fernando filip florian francesca francesco
    francisco françois franziska friedrich fritz gabriel gabriele gabriela georg george gerald gerhard gianni giovanni
    giulia gisela giuseppe gregor gregory guillaume guido gunther gustav hannah hannes hans harald harry hassan heather
    heidi heike heinrich heinz helen helena helga helmut henri henrik henry herbert hermann hiroshi holger horst hugo
    ibrahim ignacio igor ilona imran ines ingeborg ingo ingrid irene irina isabel isabella isabelle ivan jacob jacqueline
    jakob jakub james jana janet janina jasmin javier jean jennifer jens jessica joachim joanna jochen joel johann johanna
    johannes john jonas jonathan jorge josef josé joseph josephine joshua juan judith jürgen julian juliane juliette
    jutta kai karen karin karl karsten katarina katharina katherine kathrin katja katrin kenneth kerstin kevin khalid
    klara klaus konrad konstantin kristina krzysztof kurt lara larissa lars laura laurent lea leila lena leo leon leonardo
    leonie linda lisa lorenzo lothar louis louise luca lucas lucia lucy ludwig luis luisa luise lukas lutz lydia magdalena
    manfred manuel manuela marc marcel marcin marco marcus margaret margarete maria marianne marie marina mario marion
    markus marlene marta martha martin martina mary mateusz mathias matteo matthew matthias maurice max maximilian melanie
    melissa michael michaela michał michel michelle miguel mikhail mila milan mohamed mohammed monica monika moritz mustafa
    nadia nadine natalia natalie natascha nathan nicholas nicola nicolas nicole niklas nikolai nils nina noah norbert nora
    olaf oleg olga oliver olivia olivier omar oscar oskar otto pablo pamela patricia patrick patrizia paul paula paulina
    pauline pedro peter petra philip philipp philippe pierre pietro priscilla rachel rafael rainer rajesh ralf ralph
    raphael raquel rebecca regina reinhard renate ricardo richard rita robert roberto roger roland rolf romain roman ronald
    rosa rosemarie rudolf ruth sabine sabrina salvatore samantha samuel sandra santiago sara sarah sebastian sergei sergio
    sharon sibylle siegfried sigrid silke silvia simon simone sofia sonia sonja sophia sophie stefan stefanie stefano
    stephan stephanie stephen steven susan susanne suresh sven svenja sylvia tamara tanja tatjana teresa theodor theresa
    thomas thorsten tim timothy tobias tom tomasz torsten udo ulrich ulrike ursula ute uwe valentina valerie vanessa vera
    veronica veronika victor viktor vincent vivian vladimir walter werner wiebke wilhelm william wolfgang yasmin yuki
    yusuf yves yvonne zoe
    """
)
